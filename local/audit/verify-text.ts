import { cleanText } from '../../core/incident/text.ts';
import type { VerifiedDownload } from './verify.ts';

const amount = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What nobody signed hangs together at most: the word of the proof is kept for what is proven. */
const conclusion = (heads: number, findings: number): string => {
  if (findings > 0) return `not verified: ${amount(findings, 'finding')}`;
  return heads === 0 ? 'nothing was found, and nothing is proven' : 'verified';
};

/** What was verified and everything that was found, for a person. */
export const verifyText = (download: VerifiedDownload): string => {
  const { records, chains, heads, lastHead, unsealed, from, to, findings, key } = download;
  return [
    `${amount(records, 'record')} in ${amount(chains, 'chain')}, ${amount(heads, 'signed head')}` +
      (from === undefined || to === undefined ? '' : `, from ${from} to ${to}`),
    `by the key with SHA-256 ${key.sha256}${key.inDownload ? ', which lay with the files: compare it' : ''}`,
    ...(unsealed === 0
      ? []
      : [
          `not yet under a signed head: ${unsealed}${lastHead === undefined ? '' : `, the last head is that of ${lastHead}`}`,
        ]),
    ...(heads === 0 ? ['no head was signed yet: whoever made these records could have made others'] : []),
    ...findings.map(({ problem, where, detail }) => `${problem.padEnd(9)}  ${cleanText(`${where}: ${detail}`, 500)}`),
    conclusion(heads, findings.length),
    '',
  ].join('\n');
};
