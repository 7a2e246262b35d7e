import { genesis } from './chain.ts';
import type { Finding } from './finding.ts';
import { type Head, headHash, headIsGenuine, readHead, type VerifySignature } from './head.ts';

/** A head as the store holds it: the hour its key gives it, and the text. */
export type StoredHead = { hour: string; body: string };

/** What a genuine head says of a chain. */
export type SealedEnd = { number: number; hash: string; hour: string };

export type VerifiedHeads = {
  findings: Finding[];
  heads: number;
  /** The hour of the last of them, as the store has it. */
  last?: string;
  /** What all genuine heads together say of each chain: never less than where it stood at the last of them. */
  ends: ReadonlyMap<string, readonly SealedEnd[]>;
  /** When the latest head that can be believed was made. */
  at?: string;
};

const remember = (ends: Map<string, SealedEnd[]>, { hour, chains }: Head): void => {
  for (const { chain, number, hash } of chains) {
    const known = ends.get(chain);
    if (known === undefined) ends.set(chain, [{ number, hash, hour }]);
    // A chain that did not grow may be in many heads.
    else if (!known.some((end) => end.number === number && end.hash === hash)) known.push({ number, hash, hour });
  }
};

/**
 * Verifies the chain of heads, oldest first, one at a time: what is wrong with it, and what the heads that can be believed
 * say of the chains. `kept` is a head that somebody held elsewhere: the trail must have exactly that one, and what it says
 * of chains holds even where the trail has lost it.
 */
export const verifyHeads = async (
  stored: Iterable<StoredHead>,
  verify: VerifySignature,
  kept?: Head,
): Promise<VerifiedHeads> => {
  const findings: Finding[] = [];
  const ends = new Map<string, SealedEnd[]>();
  const found = (problem: Finding['problem'], detail: string) => findings.push({ problem, where: 'heads', detail });

  let heads = 0;
  let last: string | undefined;
  let at = kept?.at;
  let ofKeptHour: string | undefined;
  /** Hash of the head before; undefined when that head could not be believed. */
  let before: string | undefined = genesis;
  for (const { hour, body } of stored) {
    heads += 1;
    last = hour;
    const signed = readHead(body);
    const isGenuine = signed !== undefined && (await headIsGenuine(signed, verify));
    if (signed === undefined) found('altered', `head ${hour}: is not a signed head`);
    else if (!isGenuine) found('forged', `head ${hour}: its signature is not by the key`);
    else {
      if (signed.head.hour !== hour) found('reordered', `head ${hour}: in its place is that of ${signed.head.hour}`);
      if (before !== undefined && signed.head.previous !== before) {
        found('removed', `head ${hour}: follows a head that is not there`);
      }
      remember(ends, signed.head);
      if (at === undefined || signed.head.at > at) at = signed.head.at;
    }
    before = isGenuine ? headHash(signed.head) : undefined;
    if (hour === kept?.hour) ofKeptHour = before ?? '';
  }
  if (kept !== undefined) {
    remember(ends, kept);
    findings.push(...againstKept(kept, ofKeptHour, last));
  }
  return { findings, heads, ...(last === undefined ? {} : { last }), ends, ...(at === undefined ? {} : { at }) };
};

/** `inTrail` is the hash of the head of the same hour, empty when that one cannot be believed. */
const againstKept = (kept: Head, inTrail: string | undefined, last: string | undefined): Finding[] => {
  const { hour } = kept;
  const where = 'heads';
  if (inTrail === undefined) {
    return last === undefined || hour > last
      ? [{ problem: 'truncated', where, detail: `head ${hour}, which was kept: the trail ends at ${last ?? 'none'}` }]
      : [{ problem: 'removed', where, detail: `head ${hour}, which was kept: is not in the trail` }];
  }
  if (inTrail === '' || inTrail === headHash(kept)) return []; // one that cannot be believed has said so itself
  return [{ problem: 'forged', where, detail: `head ${hour}: is not the one that was kept` }];
};
