import * as z from 'zod';
import { Incident } from './incident.ts';

/** One incident in a list, for whoever may read it. */
export const IncidentRow = z.strictObject({
  id: Incident.shape.id,
  status: Incident.shape.status,
  service: z.string(),
  severity: Incident.shape.severity,
  resource: Incident.shape.resource,
  /** The account it is in, where that is a spoke and not our own. */
  account: Incident.shape.spoke,
  alarm: z.string(),
  openedAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  reason: z.string().optional(),
  /** Nothing more will happen to it by itself. */
  over: z.boolean(),
  /** Who is asked now, by id; empty where nobody is. */
  asked: z.array(z.string()),
  /** Until when they can decide. */
  expiresAt: z.iso.datetime().optional(),
  /** The request that is open: its page is `/a/<id>`. */
  approvalId: z.string().optional(),
  /** `open`: it was decided by break-glass, and nobody has reviewed that yet. */
  review: z.enum(['open', 'done']).optional(),
  /** Whoever asked for the list may ask that its change be taken back; only where the list was asked for with `rollback`. */
  mayAskRollback: z.literal(true).optional(),
});
export type IncidentRow = z.infer<typeof IncidentRow>;
