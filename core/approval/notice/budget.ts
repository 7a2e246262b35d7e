import type { Incident, severities } from '../../incident/incident.ts';
import type { Status } from '../../incident/lifecycle.ts';

type Severity = (typeof severities)[number];

/**
 * Ends that come without anybody's decision, so that as many are told as alarms fire. Whatever follows from a decision is
 * bounded by the people who make them and by `maxActionsPerHour`, and is always told.
 */
export const causedByAlarms: ReadonlySet<Status> = new Set<Status>([
  'report_only',
  'notify_failed',
  'expired',
  'self_recovered',
]);

/** The clock hour of UTC that a notice counts in, `2026-11-20T02`. */
export const hourOf = (at: Date): string => at.toISOString().slice(0, 13);

export const hourStart = (hour: string): Date => new Date(`${hour}:00:00.000Z`);
export const hourEnd = (hour: string): Date => new Date(hourStart(hour).getTime() + 3_600_000);

/** Minutes between two digests to one recipient: a third of the time that a request lives, so it can still be decided. */
const windowMinutes = 5;
/** Digests to one recipient in an hour at most. */
export const digestsPerHour = 60 / windowMinutes;
/** Which of the hour's windows this moment is in, from 0. */
export const windowOf = (at: Date): number => Math.floor(at.getUTCMinutes() / windowMinutes);

/** High and critical severity may use all of the budget, the others three quarters: what is small does not hide what is not. */
export const slotsFor = (severity: Severity, perHour: number): number =>
  severity === 'high' || severity === 'critical' ? perHour : Math.floor(perHour * 0.75);

/** An incident that somebody was not told of singly. */
export type Gathered = Pick<Incident, 'service' | 'severity' | 'status'> & { incidentId: string };
