import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { headPrefix, hourOfHead, placeOf, recordPrefix } from '../../core/audit/key.ts';
import type { StoredAudit } from '../../core/audit/verify.ts';
import type { StoredRecord } from '../../core/audit/verify-chain.ts';
import type { StoredHead } from '../../core/audit/verify-heads.ts';
import { Wrong } from './wrong.ts';

/** Names in a folder of a download, sorted as S3 sorts keys; none when there is no such folder. */
const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).toSorted() : []);

function* headsIn(dir: string): Generator<StoredHead> {
  for (const name of namesIn(join(dir, headPrefix))) {
    yield { hour: hourOfHead(headPrefix + name), body: readFileSync(join(dir, headPrefix, name), 'utf8') };
  }
}

/** The records of one chain; the keys in it that no auditor wrote go to `strangers`. */
export const chainIn = (dir: string, chain: string, strangers: string[] = []): StoredRecord[] => {
  const records: StoredRecord[] = [];
  for (const name of namesIn(join(dir, recordPrefix, chain))) {
    const place = placeOf(`${recordPrefix}${chain}/${name}`);
    if (place === undefined) strangers.push(`${recordPrefix}${chain}/${name}`);
    else records.push({ number: place.number, body: readFileSync(join(dir, recordPrefix, chain, name), 'utf8') });
  }
  return records;
};

/** The names of all chains in a download. */
export const chainNamesIn = (dir: string): string[] =>
  namesIn(join(dir, recordPrefix)).filter((name) => statSync(join(dir, recordPrefix, name)).isDirectory());

function* chainsIn(dir: string, strangers: string[]): Generator<readonly [string, readonly StoredRecord[]]> {
  for (const chain of chainNamesIn(dir)) yield [chain, chainIn(dir, chain, strangers)];
}

/** Throws `Wrong` for what is no download of an audit bucket. */
export const checkDownload = (dir: string): void => {
  if (!existsSync(dir)) throw new Wrong(`${dir}: expected a folder with a download of the audit bucket, found nothing`);
  if (![headPrefix, recordPrefix].some((prefix) => existsSync(join(dir, prefix)))) {
    throw new Wrong(`${dir}: expected ${recordPrefix} and ${headPrefix} of the audit bucket in it, found neither`);
  }
};

/**
 * The audit trail in a download of its bucket, one chain in memory at a time. What no auditor wrote is known at the end.
 * Throws `Wrong` for what is no download.
 */
export const readDownload = (dir: string): StoredAudit => {
  checkDownload(dir);
  const strangers = namesIn(join(dir, recordPrefix)).flatMap((name) =>
    statSync(join(dir, recordPrefix, name)).isDirectory() ? [] : [recordPrefix + name],
  );
  return { heads: headsIn(dir), chains: chainsIn(dir, strangers), strangers };
};
