import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { headPrefix, hourOfHead, placeOf, recordPrefix } from '../../core/audit/key.ts';
import type { StoredAudit } from '../../core/audit/verify.ts';
import type { StoredRecord } from '../../core/audit/verify-chain.ts';
import type { StoredHead } from '../../core/audit/verify-heads.ts';
import { Wrong } from './wrong.ts';

/** A download may hold anything: folders, links to nowhere and pipes are no objects of a bucket. */
const kindOf = (path: string): 'file' | 'folder' | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? 'file' : found?.isDirectory() === true ? 'folder' : undefined;
};
const textOf = (path: string): string | undefined => (kindOf(path) === 'file' ? readFileSync(path, 'utf8') : undefined);

/** Names in a folder of a download, sorted as S3 sorts keys; none when there is no such folder. */
const namesIn = (folder: string): string[] => (kindOf(folder) === 'folder' ? readdirSync(folder).toSorted() : []);

function* headsIn(dir: string): Generator<StoredHead> {
  for (const name of namesIn(join(dir, headPrefix))) {
    yield { hour: hourOfHead(headPrefix + name), body: textOf(join(dir, headPrefix, name)) ?? '' };
  }
}

/** The records of one chain; the keys in it that no auditor wrote go to `strangers`. */
export const chainIn = (dir: string, chain: string, strangers: string[] = []): StoredRecord[] => {
  const records: StoredRecord[] = [];
  for (const name of namesIn(join(dir, recordPrefix, chain))) {
    const place = placeOf(`${recordPrefix}${chain}/${name}`);
    const body = textOf(join(dir, recordPrefix, chain, name));
    if (place === undefined || body === undefined) strangers.push(`${recordPrefix}${chain}/${name}`);
    else records.push({ number: place.number, body });
  }
  return records;
};

/** The names of all chains in a download. */
export const chainNamesIn = (dir: string): string[] =>
  namesIn(join(dir, recordPrefix)).filter((name) => kindOf(join(dir, recordPrefix, name)) === 'folder');

function* chainsIn(dir: string, strangers: string[]): Generator<readonly [string, readonly StoredRecord[]]> {
  for (const chain of chainNamesIn(dir)) yield [chain, chainIn(dir, chain, strangers)];
}

/** Throws `Wrong` for what is no download of an audit bucket. */
export const checkDownload = (dir: string): void => {
  if (!existsSync(dir)) throw new Wrong(`${dir}: expected a folder with a download of the audit bucket, found nothing`);
  if (![headPrefix, recordPrefix].some((prefix) => kindOf(join(dir, prefix)) === 'folder')) {
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
    kindOf(join(dir, recordPrefix, name)) === 'folder' ? [] : [recordPrefix + name],
  );
  return { heads: headsIn(dir), chains: chainsIn(dir, strangers), strangers };
};
