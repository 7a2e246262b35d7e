import type { Alarm } from '../../core/incident/alarm.ts';
import { isAboutUs } from '../../core/incident/own-alarm.ts';
import { originOf } from '../../core/incident/hub.ts';
import { normalizeAlarms } from '../../core/incident/normalize/normalize.ts';
import { refuseForeign } from './foreign.ts';
import { openOrJoin } from './open.ts';
import type { Deps, Outcome } from './outcome.ts';
import { recover } from './recover.ts';

export type { Deps, Outcome } from './outcome.ts';

/** Not an alarm: delivering it again cannot help, so it ends in the dead-letter queue for a person to see. */
export class UnknownAlarmEvent extends Error {
  override readonly name = 'UnknownAlarmEvent';
  readonly retryable = false;
}

/**
 * Started by EventBridge, by the alarm itself or by SNS. Every alarm in the event is taken in exactly once, however
 * often it is delivered; then whatever was not understood is thrown as one line, so that nothing is lost.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome[]> => {
    const normalized = normalizeAlarms(event);
    const outcomes: Outcome[] = [];
    for (const one of normalized) {
      if (one.kind === 'alarm') outcomes.push(await takeIn(deps, one.alarm));
    }
    const problems = normalized.flatMap((one) => (one.kind === 'unknown' ? [one.problem] : []));
    if (problems.length > 0) throw new UnknownAlarmEvent(problems.join('; '));
    return outcomes;
  };

const takeIn = async (deps: Deps, alarm: Alarm): Promise<Outcome> => {
  const outcome = await outcomeOf(deps, alarm);
  if ('incidentId' in outcome) deps.log.about({ incidentId: outcome.incidentId });
  deps.meter.count(`Alarm_${outcome.kind}`);
  deps.log.info(`alarm ${outcome.kind}`, { alarm: alarm.arn, state: alarm.state, at: alarm.at, ...outcome });
  return outcome;
};

const ignored = (reason: string): Promise<Outcome> => Promise.resolve({ kind: 'ignored', reason });

const outcomeOf = (deps: Deps, alarm: Alarm): Promise<Outcome> => {
  // By whichever way it came: an incident about ourselves would ask what fails to repair itself.
  if (isAboutUs(alarm, deps.stack)) return ignored('it is about this system: the operations topic tells of it');
  const origin = originOf(deps.hub, alarm);
  if (origin.kind === 'foreign') return refuseForeign(deps, alarm, origin.reason);
  const spoke = origin.kind === 'spoke' ? origin.account : undefined;
  switch (alarm.state) {
    case 'ALARM':
      return firstTime(deps, alarm, () => openOrJoin(deps, alarm, spoke));
    case 'OK':
      return recover(deps, alarm, spoke);
    case 'INSUFFICIENT_DATA':
      return ignored('INSUFFICIENT_DATA says neither that it is broken nor well');
    default:
      return alarm.state satisfies never;
  }
};

/** What was taken in before is a duplicate now: counted once more as `opened`, there would be more of them than incidents. */
const firstTime = async ({ once }: Deps, alarm: Alarm, take: () => Promise<Outcome>): Promise<Outcome> => {
  let isFirst = false;
  const outcome = await once(`${alarm.arn}#${alarm.at}#${alarm.state}`, () => {
    isFirst = true;
    return take();
  });
  return isFirst || !('incidentId' in outcome) ? outcome : { kind: 'duplicate', incidentId: outcome.incidentId };
};
