import { type Authority, verifyAuthority } from '../../core/approval/authority.ts';
import { readClaimed } from '../../core/approval/claimed.ts';
import type { MacVerifier } from '../../core/approval/ports.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';

type Deps = { table: Table; policy: PolicyLayer; proofVerifier: MacVerifier; now: () => Date };
export type Consent = { kind: 'consented'; authority: Authority } | { kind: 'refused'; reason: string };

const refused = (reason: string): Consent => ({ kind: 'refused', reason });

/**
 * Whether a rollback may run, from proofs alone: the approval of the change consented to it and the outcome is clear, or
 * a person approved the rollback itself. Either holds until its own `rollbackBy`.
 */
export const consentOf = async (deps: Deps, incident: Incident): Promise<Consent> => {
  const change = await authorityOf(deps, incident, incident.approvalId);
  if (change.kind === 'refused') return change;
  const clear = incident.status !== 'inconclusive';
  const asked = await authorityOf(deps, incident, incident.rollbackApprovalId);
  if (asked.kind === 'consented') {
    if (asked.authority.digest !== change.authority.digest)
      return refused('the rollback approved is of another change');
    return inTime(deps, asked);
  }
  if (!change.authority.rollbackConsented) return refused('the approver did not consent to an automatic rollback');
  return clear ? inTime(deps, change) : refused('the metrics do not tell whether the change helped');
};

const inTime = ({ now }: Deps, consent: Extract<Consent, { kind: 'consented' }>): Consent =>
  now() <= consent.authority.rollbackBy
    ? consent
    : refused(`the rollback was consented until ${consent.authority.rollbackBy.toISOString()}`);

const authorityOf = async (deps: Deps, incident: Incident, approvalId: string | undefined): Promise<Consent> => {
  const claimed = approvalId === undefined ? undefined : await readClaimed(deps.table, approvalId);
  if (claimed === undefined) return refused('nobody approved a rollback');
  const authority = await verifyAuthority(claimed, incident.id, deps.proofVerifier, deps.policy.roster);
  return authority.kind === 'refused' ? authority : { kind: 'consented', authority };
};
