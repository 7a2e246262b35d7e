import { sha256 } from '../remediation/digest.ts';

/** What is kept of a value that is compared and never shown: 64 bits of its digest, in hex. Throws for what JSON cannot hold. */
export const printOf = (value: unknown): string => sha256(value).slice(0, 16);
export const printForm = /^[0-9a-f]{16}$/;
