import * as z from 'zod';
import { Resource } from '../incident/resource.ts';
import { TouchedField, undoKinds } from './action.ts';
import { providers } from './provider.ts';

/** An action with everything it will do fixed: nothing is computed again after approval. */
export const PlannedAction = z.strictObject({
  id: z.string(),
  provider: z.enum(providers),
  target: Resource,
  parameters: z.record(z.string(), z.unknown()),
  touched: z.array(TouchedField).min(1),
  undo: z.enum(undoKinds),
});
export type PlannedAction = z.infer<typeof PlannedAction>;

export const riskLevels = ['low', 'medium', 'high'] as const;
export const Risk = z.strictObject({ level: z.enum(riskLevels), factors: z.array(z.string()) });
export type Risk = z.infer<typeof Risk>;

/** One metric that must be as expected after the change. */
export const ExpectedMetric = z.strictObject({
  id: z.string(),
  namespace: z.string(),
  name: z.string(),
  dimensions: z.record(z.string(), z.string()),
  stat: z.string(),
  periodSeconds: z.int().positive(),
  comparison: z.enum(['below', 'above']),
  threshold: z.number(),
  /** What no data means: `zero` (an event counter) or `unknown`. */
  absence: z.enum(['zero', 'unknown']),
  /** A metric that must have data for an absent `zero` metric to be believed; the id of another metric of the set. */
  liveness: z.string().optional(),
});
export type ExpectedMetric = z.infer<typeof ExpectedMetric>;

export const ExpectedState = z.strictObject({
  summary: z.string(),
  /** The alarm that fired must be OK. */
  alarm: z.string(),
  metrics: z.array(ExpectedMetric),
  /** How long the state must hold before it counts. */
  stableSeconds: z.int().positive(),
  /** After this many seconds without it, the fix is judged. */
  withinSeconds: z.int().positive(),
});
export type ExpectedState = z.infer<typeof ExpectedState>;

export const Quorum = z.strictObject({ people: z.int().positive(), roles: z.int().positive() });
export type Quorum = z.infer<typeof Quorum>;

/** One change as it is approved. Its digest covers every byte of it. */
export const Proposal = z.strictObject({
  version: z.literal(1),
  /** What sets it apart from the other choices, in the words of the runbook. */
  title: z.string().optional(),
  account: z.string(),
  region: z.string(),
  incidentId: z.string(),
  actions: z.array(PlannedAction).min(1),
  risk: Risk,
  quorum: Quorum,
  expected: ExpectedState,
  policyVersion: z.string(),
  /** Who asked for the incident it is of, where no alarm did: bound by the digest, so that nobody approves what they asked for. */
  askedBy: z.string().optional(),
  /** The profile of the runbook that it is of; absent in what an older build proposed, which knew one only: `reliability`. */
  profile: z.string().optional(),
  /**
   * Made while nothing was executed: it never will be, whatever the mode is by the time of the decision. Bound by the digest,
   * so that what people were told on the page is what holds.
   */
  mode: z.literal('propose').optional(),
  expiresAt: z.iso.datetime(),
});
export type Proposal = z.infer<typeof Proposal>;

/** What a choice set offers beside its choices where the runbook says nothing of it. */
export const doNothingByDefault = 'nothing is changed; the alarm stays and people are told';

/** What the approver chooses from, in order; the first is the recommendation, and to do nothing is always offered, too. */
export const ChoiceSet = z.strictObject({
  incidentId: z.string(),
  proposedAt: z.iso.datetime(),
  choices: z.array(Proposal).min(1).max(3),
  /** One line for people: what happens when nothing is done. */
  doNothing: z.string().min(1),
});
export type ChoiceSet = z.infer<typeof ChoiceSet>;
