import { sha256 } from '../remediation/digest.ts';
import type { Purpose } from './request.ts';

/**
 * The id of an approval request: not a secret, and the same whenever it is computed again, so that a repeated step opens
 * no second request. 128 bits of SHA-256.
 */
export const approvalIdFor = (incidentId: string, purpose: Purpose): string =>
  sha256({ incidentId, purpose }).slice(0, 32);
