import { createHash } from 'node:crypto';

/** Where records and heads lie in the audit bucket: keys in ascending order are records in the order of their chain. */
export const recordPrefix = 'records/';
export const headPrefix = 'heads/';
/** Empty objects that say which chain grew in which hour, so that a head does not have to look at every chain there is. */
export const grownPrefix = 'grown/';

/** Chains are named by incident ids, hours and partitions; nothing else becomes part of a key. */
const chainName = /^[A-Za-z0-9][A-Za-z0-9:.-]{0,199}$/;
const hexOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 24);
const digits = (number: number): string => String(number).padStart(7, '0');

/** The prefix of all records of a chain. Throws for a name that could reach into another one. */
export const chainPrefix = (chain: string): string => {
  if (!chainName.test(chain)) throw new Error('the name of an audit chain must be an incident id or AUDIT-<hour>');
  return `${recordPrefix}${chain}/`;
};

/**
 * The chain of what was purged from a partition of the table. A partition is what the stream keeps in order, so such a
 * chain has one writer at a time. A partition that is not one of ours goes by its hash.
 */
export const purgedChain = (pk: string): string => {
  const chain = `PURGED-${pk.replaceAll('#', '.')}`;
  return chainName.test(chain) ? chain : `PURGED-OTHER.${hexOf(pk)}`;
};

/** The key of a transition: its number is its place, so a second record for the same place has nowhere to go. */
export const transitionKey = (chain: string, number: number): string => `${chainPrefix(chain)}${digits(number)}.json`;

/** A fact has no number of its own: the end of the key is made of its id, so that it is found when it comes again. */
export const factKeyEnd = (id: string): string => `-${hexOf(id)}.json`;
export const factKey = (chain: string, number: number, id: string): string =>
  `${chainPrefix(chain)}${digits(number)}${factKeyEnd(id)}`;

/** Chain and number of a record's key; undefined for a key that no auditor wrote. */
export const placeOf = (key: string): { chain: string; number: number } | undefined => {
  const [, chain, number] = /^records\/([^/]+)\/(\d{7})(?:-[0-9a-f]{24})?\.json$/.exec(key) ?? [];
  return chain === undefined || number === undefined ? undefined : { chain, number: Number(number) };
};

/** `2026-11-20T18`: an hour in UTC, in keys and in heads. */
export const hourOf = (at: Date): string => at.toISOString().slice(0, 13);
export const headKey = (hour: string): string => `${headPrefix}${hour}.json`;
export const hourOfHead = (key: string): string => key.slice(headPrefix.length).replace(/\.json$/, '');

/** The key that says that a chain grew in an hour, and the chain in such a key. */
export const grownIn = (hour: string): string => `${grownPrefix}${hour}/`;
export const grownKey = (hour: string, chain: string): string => `${grownIn(hour)}${chain}`;
export const grownChain = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
