import { sha256 } from '../remediation/digest.ts';
import type { Purpose } from './request.ts';

/**
 * The id of an approval request: not a secret, and the same whenever it is computed again, so that a repeated step opens
 * no second request. 128 bits of SHA-256. `asked`: the how manieth time a person asks for the rollback of one incident.
 */
export const approvalIdFor = (incidentId: string, purpose: Purpose, asked?: number): string =>
  sha256({ incidentId, purpose, ...(asked === undefined ? {} : { asked }) }).slice(0, 32);
