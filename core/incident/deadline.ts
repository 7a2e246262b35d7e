import type { Due, Incident } from './incident.ts';
import type { Status } from './lifecycle.ts';

/** A step that does not come is started three times more, then somebody is told. */
const attempts = 3;
/** One poll a minute: four hours, more than any `withinSeconds` a runbook may ask for. */
const polls = 240;
const retryMilliseconds = 120_000;
const pollMilliseconds = 60_000;
const remindMilliseconds = 5 * 60_000;

/** Where an incident goes when the step out of a status never comes. */
const givesUpTo: Partial<Record<Status, Status>> = {
  detected: 'report_only',
  analyzed: 'report_only',
  proposed: 'notify_failed',
  approved: 'refused',
  executing: 'outcome_unknown',
  executed: 'inconclusive',
  execution_failed: 'rollback_failed',
  fix_ineffective: 'rollback_failed',
  inconclusive: 'rollback_failed',
  rolling_back: 'rollback_failed',
};

export type Passed =
  /** Insert a `T#` item with `from` = `to`: whatever starts on this status starts once more. */
  | { kind: 'again'; attempt: number; due: Due }
  /** Move on: expired, or given up with a person told. */
  | { kind: 'move'; to: Status; reason: string };

/**
 * The deadline that starts when an approval request opens: a reminder after 5 and after 10 minutes, then expiry. The
 * expiry of the request is `expiresAt`; a reminder that would come later is left out.
 */
export const approvalDue = (now: Date, expiresAt: Date, attempt: number): Due => {
  const remind = now.getTime() + remindMilliseconds;
  return remind < expiresAt.getTime() && attempt < 2
    ? { at: new Date(remind).toISOString(), does: 'remind', attempt }
    : { at: expiresAt.toISOString(), does: 'expire', attempt };
};

/** Pure: what follows when an incident's deadline has passed, or undefined while it has not. */
export const whenDue = (incident: Incident, expiresAt: Date | undefined, now: Date): Passed | undefined => {
  const { due, status } = incident;
  if (due === undefined || new Date(due.at) > now) return undefined;
  const attempt = due.attempt + 1;
  const next = (milliseconds: number): Due => ({
    at: new Date(now.getTime() + milliseconds).toISOString(),
    does: due.does,
    attempt,
  });
  switch (due.does) {
    case 'again':
      return attempt <= attempts
        ? { kind: 'again', attempt, due: next(retryMilliseconds) }
        : giveUp(status, 'three more tries');
    case 'poll':
      return attempt <= polls
        ? { kind: 'again', attempt, due: next(pollMilliseconds) }
        : giveUp(status, `${polls} polls`);
    case 'remind':
      return { kind: 'again', attempt, due: approvalDue(now, expiresAt ?? now, attempt) };
    case 'expire':
      return status === 'awaiting_approval'
        ? { kind: 'move', to: 'expired', reason: 'nobody decided in time' }
        : {
            kind: 'move',
            to: 'rollback_failed',
            reason: 'nobody decided the rollback in time; the change is still in place',
          };
    default:
      return due.does satisfies never;
  }
};

const giveUp = (status: Status, after: string): Passed => {
  const to = givesUpTo[status];
  if (to === undefined) throw new Error(`status ${status} has a deadline but nowhere to go`);
  return { kind: 'move', to, reason: `${status}: the next step did not come after ${after}` };
};
