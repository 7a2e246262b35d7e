import * as z from 'zod';
import { Wanted } from '../evidence/wanted.ts';
import { severities } from '../incident/incident.ts';
import { doNothingByDefault, ExpectedMetric } from '../remediation/proposal.ts';
import { defaultProfile, profileId } from './profile.ts';

/**
 * A runbook (`layers/policy/runbooks/*.yaml`): which alarm it is for, how to find the resource, what to read, which
 * actions may be proposed for which cause, and what "fixed" means. docs/runbooks.md explains each field.
 *
 * Strings may hold placeholders, replaced by code before use and nowhere else: `$name` and `$namespace` of the resource,
 * `$cluster` and other alarm dimensions as `$dimension.<Name>`, and in parameters `$container` (the signal's container)
 * and `$autoscaler` (the HorizontalPodAutoscaler that targets the workload).
 */
const text = z.string().min(1).max(256);

const Actions = z.array(z.strictObject({ id: text, parameters: z.record(z.string(), z.unknown()) })).min(1);

export const Runbook = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: text,
  service: text,
  severity: z.enum(severities),
  /** A file of `profiles/`: which sources, collectors, prompt, actions and approvers apply. */
  profile: profileId.default(defaultProfile),
  match: z.strictObject({
    namespace: text,
    metrics: z.array(text).min(1),
    /** Dimensions the metric must have with these values: for a runbook that names its resource itself. */
    dimensions: z.record(text, text).default({}),
  }),
  resource: z.strictObject({
    kind: text,
    namespace: text.optional(),
    name: text,
  }),
  evidence: Wanted,
  remedies: z
    .array(
      z.strictObject({
        cause: z.string(),
        actions: Actions,
        /** Offered beside the recommendation, each where it is possible; the approver chooses. */
        alternatives: z
          .array(z.strictObject({ title: text.optional(), actions: Actions }))
          .max(2)
          .default([]),
        doNothing: text.default(doNothingByDefault),
      }),
    )
    .default([]),
  expected: z
    .strictObject({
      summary: text,
      metrics: z.array(ExpectedMetric.extend({ namespace: text, name: text })),
      stableSeconds: z.int().positive().default(120),
      withinSeconds: z.int().positive().default(600),
    })
    .optional(),
});
export type Runbook = z.infer<typeof Runbook>;
