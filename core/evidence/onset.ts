import { type Finding, isSymptom } from './facts.ts';

/** The earliest moment at which something is seen to be wrong, not later than the alarm. */
export const onsetOf = (findings: readonly Finding[], alarmAt: Date): Date | undefined => {
  const times = findings
    .filter(({ fact }) => isSymptom(fact))
    .flatMap(({ time }) => (time === undefined ? [] : new Date(time).getTime()))
    .filter((time) => time <= alarmAt.getTime());
  return times.length === 0 ? undefined : new Date(Math.min(...times));
};

/** An alarm needs several periods of a metric to be sure; what a program says about it, it says before. */
const leadMs = 10 * 60_000;

/** Since when lines of a log may be of the trouble: the onset, and not later than a little before the alarm. */
export const logsSince = (onset: Date | undefined, alarmAt: Date): Date =>
  new Date(Math.min(onset?.getTime() ?? alarmAt.getTime(), alarmAt.getTime() - leadMs));

/** A change this long before the onset may have led to it: a rollout takes minutes, and a fault may need traffic to show. */
const soonMs = 30 * 60_000;
/** An onset is the beginning of a minute of a metric, so what caused it may be later in that minute. */
const minuteMs = 60_000;

/** True for a change that began before the trouble, and not long before. */
export const mayHaveLedTo = ({ time }: Finding, onset: Date): boolean => {
  if (time === undefined) return false;
  const before = onset.getTime() - new Date(time).getTime();
  return before > -minuteMs && before <= soonMs;
};
