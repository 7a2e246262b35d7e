import { keys, prefixes } from '../../../core/incident/keys.ts';
import type { Key } from '../../../core/incident/table.ts';
import type { MakeInvariant } from './invariant.ts';

const proposal = keys.proposal('').sk;
const claim = keys.proofUsed('').sk;

/** What is put once and read as it was put: steps, facts, decisions, proposals, the use of an approval. */
const isPutOnce = ({ pk, sk }: Key): boolean =>
  sk.startsWith(prefixes.transition) ||
  pk.startsWith(prefixes.audit) ||
  sk.startsWith(prefixes.decision) ||
  sk === proposal ||
  sk === claim;

/** No such item is ever written a second time or taken away. */
export const putOnce: MakeInvariant = () => {
  const seen = new Set<string>();
  return {
    transaction: ({ written }) =>
      written.flatMap(({ key, item }) => {
        if (!isPutOnce(key)) return [];
        const name = `${key.pk} ${key.sk}`;
        const again = seen.has(name) || item === undefined;
        seen.add(name);
        return again ? [`${name} was ${item === undefined ? 'removed' : 'written again'}`] : [];
      }),
  };
};
