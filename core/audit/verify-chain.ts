import { genesis, readRecord } from './chain.ts';
import type { Finding } from './finding.ts';
import type { AuditRecord } from './record.ts';

/** A record as the store holds it: the number its key gives it, and the text. */
export type StoredRecord = { number: number; body: string };

/**
 * Everything that is wrong inside one chain; `stored` is in the order of the keys. That records are missing at the end,
 * or that a whole chain was written anew, only a signed head can tell.
 */
export const verifyChain = (chain: string, stored: readonly StoredRecord[]): Finding[] => {
  const findings: Finding[] = [];
  const found = (problem: Finding['problem'], number: number, detail: string) =>
    findings.push({ problem, where: chain, number, detail });

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
  }
  return findings;
};
