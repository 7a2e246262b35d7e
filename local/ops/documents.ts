import * as z from 'zod';
import { IncidentRow } from '../../core/incident/listing.ts';
import { statuses } from '../../core/incident/lifecycle.ts';
import { Resource } from '../../core/incident/resource.ts';
import { JournalEntry } from '../../core/remediation/journal.ts';

/** What the API answers. A field that a later version adds is passed on in `--json` and otherwise not looked at. */
const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const Row = z.looseObject(IncidentRow.shape);
export type Row = z.infer<typeof Row>;
export const Listing = z.looseObject({ now: z.iso.datetime(), incidents: z.array(Row), more: z.boolean() });

export const Choice = z.looseObject({
  digest: z.string(),
  title: z.string().optional(),
  mode: z.string().optional(),
  actions: z.array(
    z.looseObject({
      title: z.string(),
      target: Resource,
      undo: z.enum(['restore', 'none-needed', 'irreversible']),
      fields: z.array(z.looseObject({ path: z.string(), before: Value, after: Value })),
    }),
  ),
  blastRadius: z.looseObject({ resources: z.number(), changePercent: z.number().nullable() }),
  risk: z.looseObject({ level: z.enum(['low', 'medium', 'high']), factors: z.array(z.string()) }),
  expected: z.looseObject({ summary: z.string() }),
  quorum: z.looseObject({ people: z.number(), roles: z.number() }),
});
export type Choice = z.infer<typeof Choice>;

const Step = z.looseObject({
  seq: z.number(),
  status: z.enum(statuses),
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.string().optional(),
});
export type Step = z.infer<typeof Step>;

const Request = z.looseObject({
  approvalId: z.string(),
  purpose: z.enum(['change', 'rollback']),
  status: z.string(),
  expiresAt: z.iso.datetime(),
  approvers: z.array(z.string()),
  decisions: z.array(
    z.looseObject({
      by: z.string(),
      identity: z.string(),
      decision: z.string(),
      at: z.iso.datetime(),
      breakGlass: z.boolean(),
      reason: z.string().optional(),
    }),
  ),
  review: z.string().optional(),
});

export const Shown = z.looseObject({
  now: z.iso.datetime(),
  incident: z.looseObject({
    id: z.string(),
    /** Absent in what a deployment of an older build answers. */
    traceId: z.string().optional(),
    status: z.enum(statuses),
    over: z.boolean(),
    service: z.string(),
    severity: z.string(),
    resource: Resource,
    alarm: z.looseObject({ name: z.string(), reason: z.string(), at: z.string() }),
    openedAt: z.iso.datetime(),
    changedAt: z.iso.datetime().optional(),
    reason: z.string().optional(),
  }),
  logPlace: z
    .object({
      home: z.string().regex(/^https:\/\/[\w.-]+\/[\w/?=.-]*$/),
      logGroups: z.array(z.string()),
      dashboard: z.string(),
    })
    .optional(),
  steps: z.array(Step),
  diagnosis: z
    .looseObject({
      kind: z.string(),
      source: z.enum(['rules', 'model']),
      model: z.string().optional(),
      note: z.string().optional(),
      causes: z.array(z.looseObject({ category: z.string(), summary: z.string(), confidence: z.number() })),
      gaps: z.array(z.string()),
    })
    .nullable(),
  choices: z.array(Choice),
  doNothing: z.string().optional(),
  requests: z.array(Request),
  validation: z
    .looseObject({
      outcome: z.string(),
      alarm: z.string(),
      metrics: z.array(
        z.looseObject({
          id: z.string(),
          before: z.number().nullable(),
          after: z.number().nullable(),
          verdict: z.string(),
        }),
      ),
    })
    .nullable(),
});
export type Shown = z.infer<typeof Shown>;

export const Journal = z.looseObject({ incidentId: z.string(), entries: z.array(JournalEntry) });
export type Journal = z.infer<typeof Journal>;

export const Circuits = z.looseObject({
  now: z.iso.datetime(),
  circuits: z.array(
    z.looseObject({
      scope: z.string(),
      open: z.boolean(),
      failures: z.number(),
      openedAt: z.iso.datetime().optional(),
      lastIncident: z.string().optional(),
    }),
  ),
});

export const Outcome = z.looseObject({ outcome: z.string(), message: z.string() });
export type Outcome = z.infer<typeof Outcome>;

/** What is used of the page's own view of a request. */
export const RequestView = z.looseObject({
  now: z.iso.datetime(),
  you: z.looseObject({ id: z.string() }),
  incident: z.looseObject({ id: z.string(), service: z.string(), severity: z.string(), sentence: z.string() }),
  choices: z.array(Choice),
  request: z.looseObject({
    purpose: z.enum(['change', 'rollback']),
    expiresAt: z.iso.datetime(),
    closed: Outcome.optional(),
  }),
});
export type RequestView = z.infer<typeof RequestView>;
