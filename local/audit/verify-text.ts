import { cleanText } from '../../core/incident/text.ts';
import type { VerifiedDownload } from './verify.ts';

const amount = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What was verified and everything that was found, for a person. */
export const verifyText = ({ records, chains, heads, unsealed, from, to, findings, key }: VerifiedDownload): string =>
  [
    `${amount(records, 'record')} in ${amount(chains, 'chain')}, ${amount(heads, 'signed head')}` +
      (from === undefined || to === undefined ? '' : `, from ${from} to ${to}`),
    `by the key with SHA-256 ${key.sha256}${key.inDownload ? ', which lay with the files: compare it' : ''}`,
    ...(unsealed === 0 ? [] : [`not yet under a signed head: ${unsealed}`]),
    ...(heads === 0 ? ['no head was signed yet: nobody could tell records that are missing at the end'] : []),
    ...findings.map(({ problem, where, detail }) => `${problem.padEnd(9)}  ${cleanText(`${where}: ${detail}`, 500)}`),
    findings.length === 0 ? 'verified' : `not verified: ${amount(findings.length, 'finding')}`,
    '',
  ].join('\n');
