import { keys } from '../../../core/incident/keys.ts';
import { JournalEntry } from '../../../core/remediation/journal.ts';
import { fieldsOf, isByDigest, says } from './approved-values.ts';
import { hashOf } from './digest.ts';
import type { Change, Effect, MakeInvariant, Scene } from './invariant.ts';

const lineOf = ({ ledger }: Scene, { incident, key }: Change): JournalEntry | undefined =>
  JournalEntry.safeParse(ledger.peek(keys.journal(incident.id, key))?.['body']).data;

const lineProblem = (scene: Scene, change: Change): string | undefined => {
  const line = lineOf(scene, change);
  if (line?.status !== 'started') return `made without a journal line (${line?.status ?? 'none'})`;
  // It may say more, such as a value under a second name.
  const same = fieldsOf(change).every(({ path, before }) => line.prior[path] === before);
  return same ? undefined : 'its journal line holds another prior state';
};

/** Between the last look and one of these somebody else's change may come: their APIs take no prior value. */
const withoutCondition: ReadonlySet<string> = new Set([
  'setDesiredCount',
  'setTaskDefinition',
  'modify',
  'setReservedConcurrency',
]);

/** What the journal calls prior must be what the world held: else nobody could put it back by the journal. */
const notAsItWas = (scene: Scene, effect: Effect): string | undefined => {
  const prior = Object.values(lineOf(scene, effect)?.prior ?? {});
  if (isByDigest(effect.planned) || withoutCondition.has(effect.call)) return undefined;
  const unknown = effect.diff.find(({ was }) => !prior.some((value) => says(value, was)));
  return unknown === undefined
    ? undefined
    : `${unknown.path} was ${String(unknown.was)} when it was changed, and the journal does not say so`;
};

/**
 * The prior state is journalled before each mutating call, and is what the world held at that moment; the fact that the
 * claim was taken is there for the audit, with the digest of that state.
 */
export const journalled: MakeInvariant = (scene) => {
  const claimed = new Map<string, unknown>();
  return {
    transaction: ({ written }) => {
      for (const { item } of written) {
        if (item?.['fact'] === 'claimed') claimed.set(String(item['idempotencyKey']), item['digests']);
      }
      return [];
    },
    change: (change) => {
      if (change.planned === undefined) return [];
      const { resource, way, key } = change;
      const problem = lineProblem(scene, change);
      const told = JSON.stringify(claimed.get(key)) === JSON.stringify({ prior: hashOf(lineOf(scene, change)?.prior) });
      return [
        ...(problem === undefined ? [] : [`${resource} (${way}): ${problem}`]),
        ...(told || problem !== undefined ? [] : [`${resource} (${way}): the audit was not told of its claim`]),
      ];
    },
    effect: (effect) => {
      const problem = effect.planned === undefined ? undefined : notAsItWas(scene, effect);
      return problem === undefined ? [] : [`${effect.resource} (${effect.way}): ${problem}`];
    },
  };
};
