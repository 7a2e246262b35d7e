import * as z from 'zod';
import { Alarm } from './alarm.ts';
import { statuses } from './lifecycle.ts';
import { Resource } from './resource.ts';

/**
 * What the timekeeper does when a deadline passes. `again`: the step that was to come is started once more; `poll`: the
 * step itself asked to be called at this time; `remind` and `expire`: the approval request.
 */
export const Due = z.strictObject({
  at: z.iso.datetime(),
  does: z.enum(['again', 'poll', 'remind', 'expire']),
  attempt: z.int().nonnegative(),
  /** When the approval request that is waited on ends, for `remind` and `expire`: also while there is no request yet. */
  until: z.iso.datetime().optional(),
});
export type Due = z.infer<typeof Due>;

export const severities = ['low', 'medium', 'high', 'critical'] as const;

/** The state item of an incident. Everything an authority rests on is elsewhere: in the proofs. */
export const Incident = z.object({
  id: z.string().regex(/^inc-[0-9a-z-]+$/),
  status: z.enum(statuses),
  /** Number of the last `T#` item; the state item only ever moves together with the next one. */
  seq: z.int().positive(),
  openedAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  alarm: Alarm,
  /** The account of the alarm where that is a spoke and not our own: people are told it, and names are kept apart by it. */
  spoke: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  resource: Resource,
  runbook: z.string().optional(),
  /** The person who asked for it over MCP; no alarm did. What binds is in the proposal made of it. */
  askedBy: z.string().optional(),
  service: z.string(),
  severity: z.enum(severities),
  /** Why it is in this status, one line for a person. */
  reason: z.string().optional(),
  approvalId: z.string().optional(),
  /** The approval request for a rollback that was not consented to beforehand. */
  rollbackApprovalId: z.string().optional(),
  /** The last person who asked to take back the change of an incident that was resolved, and how often anybody did. */
  rollbackAsked: z.object({ by: z.string(), times: z.int().positive() }).optional(),
  /** `scopeKey` of every lease held; all are released in the transaction that reaches a terminal state. */
  leases: z.array(z.string()),
  due: Due.optional(),
});
export type Incident = z.infer<typeof Incident>;
