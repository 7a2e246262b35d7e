import { readHead } from '../../../core/audit/head.ts';
import { headPrefix, hourOfHead, placeOf } from '../../../core/audit/key.ts';
import type { MakeInvariant } from './invariant.ts';

/** A record by its place in its chain, and when it was stored, in ms. */
type Stored = { number: number; at: number };

/** Every record that was there when the auditor began to make a signed head is under that head, or under one before it. */
export const sealed: MakeInvariant = ({ now, running }) => {
  const records = new Map<string, Stored[]>();
  const signed = new Map<string, number>();

  const unsaid = (since: number): string[] =>
    [...records].flatMap(([chain, stored]) => {
      const last = stored.findLast(({ at }) => at < since)?.number ?? 0;
      return last <= (signed.get(chain) ?? 0) ? [] : [`${chain} ${last}`];
    });

  return {
    audited: (key, body) => {
      const place = placeOf(key);
      if (place !== undefined) {
        const stored = records.get(place.chain) ?? [];
        stored.push({ number: place.number, at: now().getTime() });
        records.set(place.chain, stored);
      }
      if (!key.startsWith(headPrefix)) return [];
      for (const { chain, number } of readHead(body)?.head.chains ?? []) signed.set(chain, number);
      const since = (running()?.at ?? now()).getTime();
      return unsaid(since).map((record) => `the head of ${hourOfHead(key)} does not say where ${record} stands`);
    },
  };
};
