import { createHash } from 'node:crypto';

/** Where records and heads lie in the audit bucket: keys in ascending order are records in the order of their chain. */
export const recordPrefix = 'records/';
export const headPrefix = 'heads/';

/** Chains are named by incident ids and hours; nothing else becomes part of a key. */
const chainName = /^[A-Za-z0-9][A-Za-z0-9:.-]{0,199}$/;
const digits = (number: number): string => String(number).padStart(7, '0');

/** The prefix of all records of a chain. Throws for a name that could reach into another one. */
export const chainPrefix = (chain: string): string => {
  if (!chainName.test(chain)) throw new Error('the name of an audit chain must be an incident id or AUDIT-<hour>');
  return `${recordPrefix}${chain}/`;
};

/** The key of a transition: its number is its place, so a second record for the same place has nowhere to go. */
export const transitionKey = (chain: string, number: number): string => `${chainPrefix(chain)}${digits(number)}.json`;

/** A fact has no number of its own: the end of the key is made of its id, so that it is found when it comes again. */
export const factKeyEnd = (id: string): string =>
  `-${createHash('sha256').update(id, 'utf8').digest('hex').slice(0, 24)}.json`;
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
