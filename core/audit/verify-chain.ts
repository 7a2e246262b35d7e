import { genesis, readRecord } from './chain.ts';
import type { Finding } from './finding.ts';
import type { AuditRecord } from './record.ts';
import type { SealedEnd } from './verify-heads.ts';

/** A record as the store holds it: the number its key gives it, and the text. */
export type StoredRecord = { number: number; body: string };

export type VerifiedChain = {
  findings: Finding[];
  /** Records after the last that a signed head names: nothing but the chain speaks for them yet. */
  unsealed: number;
  /** The times of the earliest and the latest record that can be read. */
  from?: string;
  to?: string;
};

/**
 * Everything that is wrong with one chain, by itself and against what the signed heads say of it; `stored` is in the order
 * of the keys. That records are missing at the end, or that a whole chain was written anew, only a signed head can tell.
 * What is older than `signedSince` is under a head for long, so a record that is not was put there by somebody else.
 */
export const verifyChain = (
  chain: string,
  stored: readonly StoredRecord[],
  sealed: readonly SealedEnd[] = [],
  signedSince?: string,
): VerifiedChain => {
  const findings: Finding[] = [];
  const found = (problem: Finding['problem'], number: number, detail: string) =>
    findings.push({ problem, where: chain, number, detail });

  const hashes = new Map<number, string | undefined>();
  const whens = new Map<number, string>();
  let expected = 1;
  let before: AuditRecord | undefined;
  for (const { number, body } of stored) {
    const record = readRecord(body);
    const isNext = number === expected;
    if (number > expected) found('removed', expected, `record ${expected} to ${number - 1}: expected, found none`);
    if (number < expected) found('altered', number, `record ${number}: there are two of it`);

    if (record === undefined) found('altered', number, `record ${number}: its hash is not that of its content`);
    else if (record.chain !== chain) found('altered', number, `record ${number}: belongs to another chain`);
    else if (record.number !== number) {
      found('reordered', number, `record ${number}: in its place is number ${record.number}`);
    } else if (isNext && number === 1 && record.previous !== genesis) {
      found('removed', 1, 'record 1: follows a record that is not there');
    } else if (isNext && before !== undefined && record.previous !== before.hash) {
      found('altered', before.number, `record ${before.number}: is not the one that record ${number} follows`);
    }
    before = record?.number === number && record.chain === chain ? record : undefined;
    expected = number + 1;
    hashes.set(number, record?.hash);
    if (record !== undefined) whens.set(number, record.when);
  }

  const last = Math.max(0, ...sealed.map(({ number }) => number));
  const unknown = stored.find(({ number }) => {
    const when = number > last ? whens.get(number) : undefined;
    return when !== undefined && signedSince !== undefined && when < signedSince;
  });
  if (unknown !== undefined) {
    found(
      'forged',
      unknown.number,
      `record ${unknown.number}: says ${whens.get(unknown.number)}, and no signed head since then has it`,
    );
  }
  const times = [...whens.values()].toSorted();
  const [from, to] = [times[0], times.at(-1)];
  return {
    findings: [...findings, ...sealed.flatMap((end) => againstHead(chain, hashes, end))],
    unsealed: stored.filter(({ number }) => number > last).length,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
};

/** What a signed head says of a chain, against the hashes of its records: undefined for one that cannot be read. */
const againstHead = (
  chain: string,
  hashes: ReadonlyMap<number, string | undefined>,
  { number, hash, hour }: SealedEnd,
): Finding[] => {
  if (!hashes.has(number)) {
    if ([...hashes.keys()].some((one) => one > number)) return []; // a gap, and the chain says so itself
    const detail =
      hashes.size === 0
        ? `the whole chain is missing: the signed head of ${hour} ends at record ${number}`
        : `the signed head of ${hour} ends at record ${number}, found ${hashes.size} records`;
    return [{ problem: 'truncated', where: chain, number, detail }];
  }
  const present = hashes.get(number);
  if (present === undefined || present === hash) return []; // unreadable: the chain says so itself
  const detail = `record ${number}: is not the one in the signed head of ${hour}`;
  return [{ problem: 'altered', where: chain, number, detail }];
};
