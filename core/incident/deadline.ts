import type { Due, Incident } from './incident.ts';
import type { Status } from './lifecycle.ts';

/** A step that does not come is started three times more, then somebody is told. */
const attempts = 3;
/** One poll a minute: four hours, more than any `withinSeconds` a runbook may ask for. */
const polls = 240;
const retryMilliseconds = 120_000;
const pollMilliseconds = 60_000;
const remindMilliseconds = 5 * 60_000;

/**
 * Each status that a function must leave: how many seconds that may take before it is started again, and where the
 * incident goes when it never comes. `executing` and `rolling_back` are longer than one invocation owns its run.
 */
const steps = {
  detected: { seconds: 120, givesUpTo: 'report_only' },
  analyzed: { seconds: 120, givesUpTo: 'report_only' },
  proposed: { seconds: 120, givesUpTo: 'notify_failed' },
  approved: { seconds: 60, givesUpTo: 'refused' },
  executing: { seconds: 90, givesUpTo: 'outcome_unknown' },
  executed: { seconds: 60, givesUpTo: 'inconclusive' },
  execution_failed: { seconds: 60, givesUpTo: 'rollback_failed' },
  fix_ineffective: { seconds: 60, givesUpTo: 'rollback_failed' },
  inconclusive: { seconds: 60, givesUpTo: 'rollback_failed' },
  rolling_back: { seconds: 90, givesUpTo: 'rollback_failed' },
} as const satisfies Partial<Record<Status, { seconds: number; givesUpTo: Status }>>;
export type StepStatus = keyof typeof steps;

const isStep = (status: Status): status is StepStatus => status in steps;

/** A deadline `seconds` after `at`, not yet missed once. */
export const dueIn = (at: Date, seconds: number, does: Due['does']): Due => ({
  at: new Date(at.getTime() + seconds * 1000).toISOString(),
  does,
  attempt: 0,
});

/** The deadline an incident gets on entering a status: the step out of it must have come by then. */
export const stepDue = (status: StepStatus, at: Date): Due => dueIn(at, steps[status].seconds, 'again');

export type Passed =
  /** Insert a `T#` item with `from` = `to`: whatever starts on this status starts once more. */
  | { kind: 'again'; attempt: number; due: Due }
  /** Move on: expired, or given up with a person told. */
  | { kind: 'move'; to: Status; reason: string };

/**
 * The deadline that starts when an approval request opens: a reminder after 5 and after 10 minutes, then expiry. The
 * expiry of the request is `expiresAt`; a reminder that would come later is left out. `attempt` is how many reminders
 * there were.
 */
export const approvalDue = (now: Date, expiresAt: Date, attempt: number): Due => {
  const remind = now.getTime() + remindMilliseconds;
  const until = expiresAt.toISOString();
  return remind < expiresAt.getTime() && attempt < 2
    ? { at: new Date(remind).toISOString(), does: 'remind', attempt, until }
    : { at: until, does: 'expire', attempt, until };
};

/** When the request that an incident waits on ends. */
export const requestEnd = ({ due }: Pick<Incident, 'due'>): string | undefined =>
  due?.until ?? (due?.does === 'expire' ? due.at : undefined);

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
      return { kind: 'again', attempt, due: approvalDue(now, endOf(incident, expiresAt, now), attempt) };
    case 'expire':
      return undecided(incident);
    default:
      return due.does satisfies never;
  }
};

const undecided = ({ status, rollbackAsked }: Incident): Passed => {
  if (status === 'awaiting_approval') return { kind: 'move', to: 'expired', reason: 'nobody decided in time' };
  if (rollbackAsked === undefined) {
    const reason = 'nobody decided the rollback in time; whatever was applied is still in place';
    return { kind: 'move', to: 'rollback_failed', reason };
  }
  // The change is good, and silence is never consent: it stays.
  const reason = `nobody decided the rollback that ${rollbackAsked.by} asked for; the change stays in place`;
  return { kind: 'move', to: 'resolved', reason };
};

/** The earlier of what the request says and what was set when it was to be opened: a row can only shorten its time. */
const endOf = (incident: Incident, expiresAt: Date | undefined, now: Date): Date => {
  const end = requestEnd(incident);
  const ends = [...(expiresAt === undefined ? [] : [expiresAt]), ...(end === undefined ? [] : [new Date(end)])];
  return ends.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? now;
};

const giveUp = (status: Status, after: string): Passed => {
  if (!isStep(status)) throw new Error(`status ${status} has a deadline but nowhere to go`);
  return { kind: 'move', to: steps[status].givesUpTo, reason: `${status}: the next step did not come after ${after}` };
};
