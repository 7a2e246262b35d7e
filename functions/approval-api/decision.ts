import { decide } from '../../core/approval/decide.ts';
import { decisionWrites } from '../../core/approval/decision-writes.ts';
import { isQuick } from '../../core/approval/figures.ts';
import type { MacGenerator } from '../../core/approval/ports.ts';
import { signProof } from '../../core/approval/proof.ts';
import type { ApprovalCase, DecisionInput, Ruling } from '../../core/approval/ruling.ts';
import type { Versions } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Clock, Log, Meter } from '../../core/runtime/effects.ts';
import type { Authenticated } from './authenticate.ts';
import { loadCase } from './load-case.ts';
import { permits } from './permits.ts';

type DecisionDeps = {
  table: Table;
  policy: PolicyLayer;
  versions: Versions;
  now: Clock;
  log: Log;
  meter: Meter;
  proofGenerator: MacGenerator;
};
type Decided = Extract<Ruling, { kind: 'decided' }>;

const commit = async (deps: DecisionDeps, approval: ApprovalCase, ruling: Decided): Promise<'committed' | 'lost'> => {
  const { proof, effect, reason } = ruling;
  const mac = await signProof(deps.proofGenerator, proof);
  const signed = { proof, mac, ...(reason === undefined ? {} : { reason }) };
  const writes = decisionWrites(approval.request, approval.incident, signed, effect, deps.versions);
  return (await deps.table.transact(writes)).kind;
};

const measure = ({ meter }: DecisionDeps, { request }: ApprovalCase, { proof, effect }: Decided): void => {
  meter.count(effect === 'rejects' ? 'Rejected' : 'Approved');
  if (proof.breakGlass) meter.count('BreakGlassUsed');
  // Decisions made within seconds of being asked are what approval fatigue looks like.
  const took = Date.parse(proof.decidedAt) - Date.parse(request.createdAt);
  meter.seconds('TimeToDecide', took / 1000);
  // 0 counts as well: the average of this metric is the share.
  meter.count('DecidedWithin5Seconds', isQuick(took) ? 1 : 0);
};

/**
 * One try at one decision: ruled on, signed and written in one transaction. `lost` when somebody wrote in between: the
 * caller reads everything again, because the answer may be another one now.
 */
export const tryDecision = async (
  deps: DecisionDeps,
  who: Authenticated,
  input: DecisionInput,
): Promise<{ kind: 'ruled'; ruling: Ruling } | { kind: 'lost' }> => {
  const { approval } = await loadCase(deps.table, who);
  const { request, incident } = approval;
  const ruling = decide(approval, who, input, deps.now(), deps.policy.policy, permits(deps.policy, who));
  const facts = { approvalId: request.approvalId, incidentId: incident.id, person: who.person.id };
  if (ruling.kind !== 'decided') {
    deps.log.info('nothing decided', { ...facts, method: who.method, ruling: ruling.kind });
    return { kind: 'ruled', ruling };
  }
  if ((await commit(deps, approval, ruling)) === 'lost') return { kind: 'lost' };
  const { chosenDigest: digest, breakGlass } = ruling.proof;
  deps.log.info('decided', { ...facts, method: who.method, effect: ruling.effect, digest, breakGlass });
  measure(deps, approval, ruling);
  return { kind: 'ruled', ruling };
};
