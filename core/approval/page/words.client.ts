import { el } from './dom.client.ts';
import type { Resource, Value } from './view.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'now';

const statuses: Readonly<Record<string, readonly [words: string, tone: Tone]>> = {
  detected: ['Alarm received', 'now'],
  analyzed: ['Cause named', 'now'],
  proposed: ['Change planned', 'now'],
  awaiting_approval: ['Waiting for approval', 'now'],
  approved: ['Approved', 'now'],
  executing: ['Making the change', 'now'],
  executed: ['Change made, watching the metrics', 'now'],
  resolved: ['Resolved', 'good'],
  report_only: ['Reported, nothing to change', 'warn'],
  notify_failed: ['Nobody could be reached', 'bad'],
  rejected: ['Rejected, nothing was changed', 'warn'],
  expired: ['Expired, nothing was changed', 'warn'],
  self_recovered: ['Recovered by itself, nothing was changed', 'good'],
  refused: ['Refused, nothing was changed', 'bad'],
  execution_failed: ['The change failed', 'bad'],
  outcome_unknown: ['Outcome unknown, a person must look', 'bad'],
  fix_ineffective: ['The change did not help', 'bad'],
  inconclusive: ['The metrics do not tell', 'warn'],
  awaiting_rollback_approval: ['Waiting for a decision about the rollback', 'now'],
  rolling_back: ['Restoring the prior state', 'now'],
  rolled_back: ['Prior state restored', 'warn'],
  rollback_failed: ['Restoring failed, a person must look', 'bad'],
  closed: ['Closed by a person', 'warn'],
};

/** A status in words, and how it feels. */
export const statusWords = (status: string): readonly [words: string, tone: Tone] =>
  statuses[status] ?? [status.replaceAll('_', ' '), 'warn'];

/** A time of day on this device, with the date when it is not today; hovering shows the exact UTC text. */
export const timeOf = (iso: string): HTMLTimeElement => {
  const at = new Date(iso);
  const day = at.toDateString() === new Date().toDateString() ? {} : ({ month: 'short', day: 'numeric' } as const);
  const text = at.toLocaleString([], { hour: '2-digit', minute: '2-digit', ...day });
  return el('time', { datetime: iso, title: iso }, text);
};

/** `4 min`, `40 s`, `2 h`: whole units, rounded down. */
export const span = (seconds: number): string => {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`;
};

export const resourceText = ({ kind, namespace, name }: Resource): string =>
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

/** A value as it is written in the resource; `null` is a field that is not set. */
export const valueText = (value: Value): string => (value === null ? 'not set' : String(value));

export const firstUpper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
