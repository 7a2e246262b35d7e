import { createHash } from 'node:crypto';

/** SHA-256 in hex of a report as a file: what `sha256sum report.md` prints. */
export const reportDigest = (markdown: string): string => createHash('sha256').update(markdown, 'utf8').digest('hex');
