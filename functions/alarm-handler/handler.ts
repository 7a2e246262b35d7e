import type { Alarm } from '../../core/incident/alarm.ts';
import { isAboutUs } from '../../core/incident/own-alarm.ts';
import { originOf, seenFrom } from '../../core/incident/hub.ts';
import { normalizeAlarms } from '../../core/incident/normalize/normalize.ts';
import { refuseForeign } from './foreign.ts';
import { openOrJoin } from './open.ts';
import { takeRuntime } from './runtime.ts';
import { UnknownAlarmEvent } from './unknown-alarm-event.ts';
import { isLogsEvent, unpack } from './unpack.ts';
import type { Deps, Outcome } from './outcome.ts';
import { recover } from './recover.ts';

export type { Deps, Outcome } from './outcome.ts';

/**
 * Started by EventBridge, by the alarm itself or by SNS. Every alarm in the event is taken in exactly once, however
 * often it is delivered; then whatever was not understood is thrown as one line, so that nothing is lost.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<Outcome[]> => {
    if (isLogsEvent(event)) return fromLogs(deps, event);
    const normalized = normalizeAlarms(event);
    const outcomes: Outcome[] = [];
    for (const one of normalized) {
      if (one.kind === 'alarm') outcomes.push(await takeIn(deps, one.alarm));
    }
    const problems = normalized.flatMap((one) => (one.kind === 'unknown' ? [one.problem] : []));
    if (problems.length > 0) throw new UnknownAlarmEvent(problems.join('; '));
    return outcomes;
  };

/** A batch that agents wrote. One in which nothing is understood is not of the log group that was meant. */
const fromLogs = async (deps: Deps, event: unknown): Promise<Outcome[]> => {
  const unpacked = unpack(event);
  if (unpacked.kind === 'unknown') throw new UnknownAlarmEvent(unpacked.problem);
  const { batch } = unpacked;
  if (batch.messageType === 'CONTROL_MESSAGE') return [{ kind: 'ignored', reason: 'a test of the subscription' }];
  return takeRuntime(deps, batch);
};

const takeIn = async (deps: Deps, delivered: Alarm): Promise<Outcome> => {
  const alarm = seenFrom(deps.hub, delivered);
  const outcome = await outcomeOf(deps, alarm);
  if ('incidentId' in outcome) deps.log.about({ incidentId: outcome.incidentId });
  deps.meter.count(`Alarm_${outcome.kind}`);
  deps.log.info(`alarm ${outcome.kind}`, { alarm: alarm.arn, state: alarm.state, at: alarm.at, ...outcome });
  return outcome;
};

const ignored = (reason: string): Promise<Outcome> => Promise.resolve({ kind: 'ignored', reason });

/** A finding of GuardDuty has its severity as its threshold. */
const isBelow = ({ policy }: Deps, { kind, threshold = 0 }: Alarm): boolean =>
  kind === 'guardduty' && threshold < policy.runtimeSecurity.guardDutyFrom;

const outcomeOf = (deps: Deps, alarm: Alarm): Promise<Outcome> => {
  // By whichever way it came: an incident about ourselves would ask what fails to repair itself.
  if (isAboutUs(alarm, deps.stack)) return ignored('it is about this system: the operations topic tells of it');
  const origin = originOf(deps.hub, alarm);
  if (origin.kind === 'foreign') return refuseForeign(deps, alarm, origin.reason);
  const spoke = origin.kind === 'spoke' ? origin.account : undefined;
  switch (alarm.state) {
    case 'ALARM':
      if (isBelow(deps, alarm)) return ignored('a finding below guardDutyFrom of runtime-security.yaml');
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
