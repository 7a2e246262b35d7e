import { createHash } from 'node:crypto';

/**
 * A template by sixteen letters of its SHA-256: the same for the same template of another period, and no word of it. No
 * digits: a number that a model quotes must be found in what was measured, never in a hash.
 */
export const templatePrint = (key: string): string =>
  createHash('sha256')
    .update(key, 'utf8')
    .digest('hex')
    .slice(0, 16)
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));
