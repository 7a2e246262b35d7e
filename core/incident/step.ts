import * as z from 'zod';
import { Due, Incident } from './incident.ts';
import { keys } from './keys.ts';
import { actors, mayMove, type Status, statuses, terminal } from './lifecycle.ts';
import { type Committed, type Item, type Table, type Write, waiting } from './table.ts';
import { SpanId, stepTrace, Traceparent } from './trace.ts';

/** Which policy and which build made a step; in every `T#` item, so in every audit record. */
export const Versions = z.strictObject({ policy: z.string(), function: z.string() });
export type Versions = z.infer<typeof Versions>;

/**
 * The immutable record of one step. `from` = `to` is a step started again (re-drive, poll, reminder): it moves nothing
 * and carries the attempt. This is what the stream, the Pipe and the auditor see.
 */
export const TransitionRecord = z.strictObject({
  incidentId: Incident.shape.id,
  seq: z.int().positive(),
  from: z.enum(statuses).nullable(),
  to: z.enum(statuses),
  by: z.enum(actors),
  at: z.iso.datetime(),
  reason: z.string().optional(),
  attempt: z.int().optional(),
  /** SHA-256 in hex of what this step stored or relied on, by name: evidence, diagnosis, proposal, choiceSet, decision ... */
  digests: z.record(z.string(), z.string()),
  /** The person behind the step, where there is one. */
  person: z.string().optional(),
  versions: Versions,
  /** Both are missing in steps of builds that made none; the trace is that of the incident all the same. */
  traceparent: Traceparent.optional(),
  /** The span of the step that this one was started by; the first has none. */
  parentSpan: SpanId.optional(),
});
export type TransitionRecord = z.infer<typeof TransitionRecord>;

/** The record as it is read from its item, which also holds keys and a time to live. */
export const StoredTransition = TransitionRecord.strip();

export type Step = {
  to: Status;
  by: TransitionRecord['by'];
  at: Date;
  reason?: string;
  attempt?: number;
  digests?: Record<string, string>;
  person?: string;
  versions: Versions;
  /** The next deadline; without one the state must be terminal or wait for a person. */
  due?: Due;
  set?: Partial<Pick<Incident, 'approvalId' | 'rollbackApprovalId' | 'rollbackAsked' | 'leases'>>;
};

const days = 86_400;
/** Content of the table expires after 90 days, an incident that is not over never; the audit does not either. */
export const purgeAt = (at: Date): number => Math.floor(at.getTime() / 1000) + 90 * days;

const stateItem = (incident: Incident): Item => ({
  ...keys.incident(incident.id),
  ...incident,
  ...(incident.due === undefined ? {} : { waiting, dueAt: incident.due.at }),
  ...(terminal.has(incident.status) ? { purgeAt: purgeAt(new Date(incident.changedAt)) } : {}),
});

const transitionItem = (from: Status | null, incident: Incident, step: Step): Item => {
  const record: TransitionRecord = {
    incidentId: incident.id,
    seq: incident.seq,
    from,
    to: step.to,
    by: step.by,
    at: step.at.toISOString(),
    ...(step.reason === undefined ? {} : { reason: step.reason }),
    ...(step.attempt === undefined ? {} : { attempt: step.attempt }),
    digests: step.digests ?? {},
    ...(step.person === undefined ? {} : { person: step.person }),
    versions: step.versions,
    ...stepTrace(incident.id, incident.seq),
  };
  return { ...keys.transition(incident.id, incident.seq), ...record, purgeAt: purgeAt(step.at) };
};

/** Opens an incident: the state item and `T#0000001`, both only if they do not exist. */
export const opening = (incident: Incident, step: Step): Write[] => [
  { kind: 'create', item: stateItem(incident) },
  { kind: 'create', item: transitionItem(null, incident, step) },
];

/** The incident as it is after `step`. */
export const after = (incident: Incident, step: Step): Incident => {
  const { due: _due, reason: _reason, ...rest } = incident;
  const reason = step.reason ?? (step.to === incident.status ? incident.reason : undefined);
  return {
    ...rest,
    ...step.set,
    status: step.to,
    seq: incident.seq + 1,
    changedAt: step.at.toISOString(),
    leases: terminal.has(step.to) ? [] : (step.set?.leases ?? incident.leases),
    ...(reason === undefined ? {} : { reason }),
    ...(step.due === undefined ? {} : { due: step.due }),
  };
};

/**
 * The writes of one step from the incident as read: the state item moves only from the status and number it was read
 * with, the next `T#` item is inserted, and a terminal state releases the leases. Throws when the lifecycle table does
 * not hold the move: that is a bug, not an outcome.
 */
export const stepWrites = (incident: Incident, step: Step): Write[] => {
  if (incident.status !== step.to && !mayMove(incident.status, step.to, step.by)) {
    throw new Error(`the lifecycle has no move ${incident.status} -> ${step.to} by ${step.by}`);
  }
  const next = after(incident, step);
  const released: Write[] = terminal.has(step.to)
    ? incident.leases.map((resource) => ({
        kind: 'delete',
        key: keys.lease(resource),
        when: [{ attribute: 'incidentId', is: 'equal', value: incident.id }],
      }))
    : [];
  return [
    {
      kind: 'replace',
      item: stateItem(next),
      when: [
        { attribute: 'status', is: 'equal', value: incident.status },
        { attribute: 'seq', is: 'equal', value: incident.seq },
      ],
    },
    { kind: 'create', item: transitionItem(incident.status, next, step) },
    ...released,
  ];
};

/** One step as one transaction together with `also`; `lost` when somebody else moved the incident first. */
export const advance = (
  table: Table,
  incident: Incident,
  step: Step,
  also: readonly Write[] = [],
): Promise<Committed> => table.transact([...stepWrites(incident, step), ...also]);

/** The incident, or undefined when there is none; throws when the stored item is not one. */
export const readIncident = async (table: Table, id: string): Promise<Incident | undefined> => {
  const item = await table.get(keys.incident(id));
  return item === undefined ? undefined : Incident.parse(item);
};
