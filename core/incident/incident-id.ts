import { createHash } from 'node:crypto';
import type { Alarm } from './alarm.ts';

/**
 * `inc-<yyyymmddhhmmss>-<8 hex>`: the same state change always makes the same id, whichever way and however often it is
 * delivered, so a duplicate can never open a second incident. The hex is the start of SHA-256 over ARN and time.
 */
export const incidentIdFor = ({ arn, at }: Pick<Alarm, 'arn' | 'at'>): string => {
  const second = at.replace(/\D/g, '').slice(0, 14);
  return `inc-${second}-${createHash('sha256').update(`${arn}\n${at}`).digest('hex').slice(0, 8)}`;
};
