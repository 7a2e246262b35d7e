import * as z from 'zod';
import { keys } from '../incident/keys.ts';
import { purgeAt } from '../incident/step.ts';
import type { Item, Write } from '../incident/table.ts';

const hourMilliseconds = 60 * 60_000;

/** What executions began lately, all incidents in one item: two that race for the last place cannot both write it. */
const RecentActions = z.object({
  version: z.int().nonnegative(),
  runs: z.array(z.object({ incidentId: z.string(), at: z.iso.datetime(), actions: z.int().positive() })),
});
export type RecentActions = z.infer<typeof RecentActions>;

/** The item as stored; one that was never written is empty. Throws for anything else: what cannot be counted is not few. */
export const recentActionsOf = (item: Item | undefined): RecentActions =>
  item === undefined ? { version: 0, runs: [] } : RecentActions.parse(item);

const within = ({ runs }: RecentActions, now: Date): RecentActions['runs'] =>
  runs.filter(({ at }) => Date.parse(at) > now.getTime() - hourMilliseconds);

/** Actions that other incidents began in the 60 minutes before now. An incident is counted once, and not against itself. */
export const actionsInHour = (recent: RecentActions, incidentId: string, now: Date): number =>
  within(recent, now)
    .filter((run) => run.incidentId !== incidentId)
    .reduce((sum, { actions }) => sum + actions, 0);

/** Why this many actions more would be too many for one hour, or undefined. */
export const beyondHour = (before: number, actions: number, maxActionsPerHour: number): string | undefined =>
  before + actions > maxActionsPerHour
    ? `${before} actions in the last hour and ${actions} more, maxActionsPerHour is ${maxActionsPerHour}`
    : undefined;

/** The write that counts one execution, if nobody counted since `recent` was read. Belongs into the claim. */
export const countingWrite = (recent: RecentActions, incidentId: string, actions: number, now: Date): Write => {
  const item = {
    ...keys.recentActions(),
    version: recent.version + 1,
    runs: [...within(recent, now), { incidentId, at: now.toISOString(), actions }],
    purgeAt: purgeAt(now),
  };
  return recent.version === 0
    ? { kind: 'create', item }
    : { kind: 'replace', item, when: [{ attribute: 'version', is: 'equal', value: recent.version }] };
};
