import * as z from 'zod';
import { keys } from '../../incident/keys.ts';
import { purgeAt } from '../../incident/step.ts';
import type { Item, Key, Write } from '../../incident/table.ts';
import { toMicroUsd } from './price.ts';
import type { Models } from './models.ts';

/** What all incidents spent on the model in the hour and on the day of the last call, in one item, in micro dollars. */
const Together = z.object({
  version: z.int().positive(),
  hour: z.string(),
  inHour: z.int().nonnegative(),
  day: z.string(),
  inDay: z.int().nonnegative(),
});
const Alone = z.object({ version: z.int().positive(), inIncident: z.int().nonnegative() });

/** What counts now: sums of an hour or a day that is over are 0. Version 0 is an item that was never written. */
export type Spent = {
  incidentId: string;
  hour: string;
  day: string;
  inHour: number;
  inDay: number;
  inIncident: number;
  versions: { together: number; alone: number };
};
export const budgetNames = ['incident', 'hour', 'day'] as const;
export type BudgetName = (typeof budgetNames)[number];

export const spentKeys = (incidentId: string): Key[] => [keys.modelSpent(), keys.modelSpentOn(incidentId)];

/** The two items as stored, as of now. Throws for anything else: what cannot be counted is not little. */
export const spentOf = (incidentId: string, [together, alone]: readonly (Item | undefined)[], now: Date): Spent => {
  const hour = now.toISOString().slice(0, 13);
  const day = hour.slice(0, 10);
  const all = together === undefined ? undefined : Together.parse(together);
  const one = alone === undefined ? undefined : Alone.parse(alone);
  return {
    incidentId,
    hour,
    day,
    inHour: all?.hour === hour ? all.inHour : 0,
    inDay: all?.day === day ? all.inDay : 0,
    inIncident: one?.inIncident ?? 0,
    versions: { together: all?.version ?? 0, alone: one?.version ?? 0 },
  };
};

/** What is left of each budget, and which of them holds the least. */
export const leastLeft = (spent: Spent, models: Models): { budget: BudgetName; micro: number } => {
  const left = {
    incident: toMicroUsd(models.usdPerIncident) - spent.inIncident,
    hour: toMicroUsd(models.usdPerHour) - spent.inHour,
    day: toMicroUsd(models.usdPerDay) - spent.inDay,
  };
  const [budget = 'incident'] = budgetNames.toSorted((a, b) => left[a] - left[b]);
  return { budget, micro: left[budget] };
};

const counted = (item: Item & { version: number }): Write =>
  item.version === 1
    ? { kind: 'create', item }
    : { kind: 'replace', item, when: [{ attribute: 'version', is: 'equal', value: item.version - 1 }] };

/**
 * The writes that add to the sums if nobody counted since `spent` was read. `micro` is negative where a call cost less than
 * was reserved at `reservedAt`: that goes back to the hour and the day it was taken from, and to no other.
 */
export const spendingWrites = (spent: Spent, micro: number, now: Date, reservedAt: Date = now): Write[] => {
  const { incidentId, hour, day, versions } = spent;
  const from = reservedAt.toISOString();
  const sums = {
    hour,
    inHour: spent.inHour + (from.startsWith(hour) ? micro : 0),
    day,
    inDay: spent.inDay + (from.startsWith(day) ? micro : 0),
  };
  const inIncident = spent.inIncident + micro;
  return [
    counted({ ...keys.modelSpent(), version: versions.together + 1, ...sums, purgeAt: purgeAt(now) }),
    counted({ ...keys.modelSpentOn(incidentId), version: versions.alone + 1, inIncident, purgeAt: purgeAt(now) }),
  ];
};
