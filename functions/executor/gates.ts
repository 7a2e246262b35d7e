import type { Authority } from '../../core/approval/authority.ts';
import type { AlarmReader } from '../../core/evidence/ports.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Table } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { globalScope, readCircuit } from '../../core/remediation/circuit.ts';
import { scopeOf } from '../../core/remediation/conclude.ts';
import { proposalDigest } from '../../core/remediation/digest.ts';
import { beyondPolicy } from '../../core/remediation/limits.ts';
import type { Switches } from '../../core/remediation/ports.ts';

export type GateDeps = {
  table: Table;
  policy: PolicyLayer;
  switches: Switches;
  alarms: AlarmReader;
  now: () => Date;
};

/** `recovered` is no refusal: the alarm is OK, so there is nothing to repair. */
export type Verdict = { kind: 'admitted' } | { kind: 'refused'; reason: string } | { kind: 'recovered' };

type Gate = (
  deps: GateDeps,
  incident: Incident,
  authority: Authority,
) => Promise<string | undefined> | string | undefined;

const switchesAllow: Gate = async ({ switches }) => {
  const { emergencyStop, execution } = await switches.read();
  if (emergencyStop !== 'clear') return 'the emergency stop is set';
  return execution === 'enabled' ? undefined : 'kill switch: execution is not enabled for this table';
};

const modeExecutes: Gate = ({ policy }) =>
  policy.policy.mode === 'execute' ? undefined : `mode is ${policy.policy.mode}, not execute`;

const inTime: Gate = ({ now }, _incident, { executeBy }) =>
  now() > executeBy ? `the approval had to be executed by ${executeBy.toISOString()}` : undefined;

const boundHere: Gate = ({ policy }, incident, { proposal, digest }) => {
  if (proposalDigest(proposal) !== digest) return 'the stored proposal is not the approved one';
  if (proposal.account !== incident.alarm.account || proposal.region !== incident.alarm.region) {
    return `the proposal is for account ${proposal.account} in ${proposal.region}`;
  }
  return proposal.policyVersion === policy.version ? undefined : 'the policy changed since the proposal was made';
};

const circuitsClosed: Gate = async ({ table }, incident) => {
  for (const scope of [globalScope, scopeOf(incident)]) {
    if ((await readCircuit(table, scope)).open)
      return `the circuit ${scope} is open after repeated failures; a person must close it`;
  }
  return undefined;
};

const permitted: Gate = ({ policy }, _incident, { proposal, approver }) => {
  for (const { target } of proposal.actions) {
    const { allowed, because } = policy.decide({
      principal: approver,
      action: 'execute',
      resource: target,
      context: {
        actionIds: proposal.actions.map((a) => a.id),
        risk: proposal.risk.level,
        irreversible: proposal.actions.some((a) => a.undo === 'irreversible'),
        proposer: 'sovereign-ops',
      },
    });
    if (!allowed)
      return `policy denies ${approver.id} execution on ${target.kind} ${target.name}: ${because.join(', ') || 'no permit'}`;
  }
  return undefined;
};

const withinLimits: Gate = ({ policy }, _incident, { proposal }) => beyondPolicy(proposal, policy.policy);

/** Everything that can say no before credentials are asked for, in the order in which the reason is most useful. */
const gates: readonly Gate[] = [
  switchesAllow,
  modeExecutes,
  inTime,
  boundHere,
  circuitsClosed,
  permitted,
  withinLimits,
];

/** Runs every gate; the first that says no is the reason. The alarm is looked at once more: OK means nothing to do. */
export const passGates = async (deps: GateDeps, incident: Incident, authority: Authority): Promise<Verdict> => {
  for (const gate of gates) {
    const reason = await gate(deps, incident, authority);
    if (reason !== undefined) return { kind: 'refused', reason };
  }
  const alarm = await deps.alarms.state(incident.alarm.name);
  if (alarm === 'OK') return { kind: 'recovered' };
  return alarm === 'ALARM' ? { kind: 'admitted' } : { kind: 'refused', reason: `the alarm is ${alarm}, not in ALARM` };
};
