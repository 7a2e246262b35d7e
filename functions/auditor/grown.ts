import { abreast } from '../../core/audit/abreast.ts';
import type { Head } from '../../core/audit/head.ts';
import { chainPrefix, grownChain, grownIn, hourOf, placeOf, recordPrefix } from '../../core/audit/key.ts';
import type { AuditStore } from '../../core/audit/ports.ts';

const hourMs = 3_600_000;

/**
 * The keys of the last records of all chains that may have grown since a head. Nobody said what grew before the first head,
 * and before one of an earlier build: then every chain is looked at.
 */
export const grownSince = async (store: AuditStore, head: Head | undefined, now: Date): Promise<string[]> => {
  if (head === undefined || head.version === 1) return lastOfEach(await store.list(recordPrefix));
  const named = await abreast(hoursFrom(head.hour, now), (hour) => store.list(grownIn(hour)));
  const chains = [...new Set(named.flat().map(grownChain))].toSorted();
  const lasts = await abreast(chains, async (chain) => (await store.list(chainPrefix(chain))).at(-1));
  return lasts.filter((key) => key !== undefined);
};

/** From the hour before the head's, for a record may be written by who saw the hour begin, to this one. */
const hoursFrom = (hour: string, now: Date): string[] => {
  const hours: string[] = [];
  for (let at = Date.parse(`${hour}:00:00Z`) - hourMs; at <= now.getTime(); at += hourMs)
    hours.push(hourOf(new Date(at)));
  return hours;
};

/** `keys` are in ascending order. */
const lastOfEach = (keys: readonly string[]): string[] => {
  const last = new Map<string, string>();
  for (const key of keys) {
    const place = placeOf(key);
    if (place !== undefined) last.set(place.chain, key);
  }
  return [...last.values()];
};
