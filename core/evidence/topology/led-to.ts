import { meantFault } from './meant.ts';
import type { Change } from '../gathered.ts';
import type { Fault } from './model.ts';
import { aboutWhich } from './named.ts';
import type { Group } from './views.ts';

/** A change this long before the alarm is near; from there on its weight halves with each such time. */
const nearMs = 30 * 60_000;
const mostMs = 3 * 60 * 60_000;
/** The stamp of an onset is the start of a period: a change in that period may still have led to it. */
const periodMs = 5 * 60_000;
/** A later change may be an answer to the trouble; but trouble may also have begun before by chance. */
const afterOnset = 0.3;

const nearness = (change: Date, alarm: Date, onset: Date | undefined): number => {
  const before = alarm.getTime() - change.getTime();
  if (before < 0 || before > mostMs) return 0;
  const late = onset !== undefined && change.getTime() > onset.getTime() + periodMs;
  return 0.5 ** (Math.max(0, before - nearMs) / nearMs) * (late ? afterOnset : 1);
};

/** Words of another kind of fault than the one seen make it less likely that the change led to it. */
const otherFault = 0.6;
/** Less is no more than a name in common. */
const least = 0.05;

export type Led = { change: Change; meant?: Fault; strength: number };

/** For a group and what is wrong with it: the change that most likely led to it, and how likely it is, 0 to 1. */
export const changesLeading = (changes: readonly Change[], groups: readonly Group[], alarm: Date) => {
  const read = changes.map((change) => ({ change, which: aboutWhich(change, groups), meant: meantFault(change) }));
  return (group: Group, fault: Fault, onset: Date | undefined): Led | undefined =>
    read
      .map(({ change, which, meant }): Led => {
        const agrees = meant === undefined || meant === fault || fault === 'load';
        const strength = (which.get(group) ?? 0) * nearness(change.at, alarm, onset) * (agrees ? 1 : otherFault);
        return { change, strength, ...(meant === undefined ? {} : { meant }) };
      })
      .filter(({ strength }) => strength > least)
      .toSorted((a, b) => b.strength - a.strength)[0];
};
