import type { Authority } from '../../core/approval/authority.ts';
import type { AlarmReader } from '../../core/evidence/ports.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Table } from '../../core/incident/table.ts';
import { denial } from '../../core/policy/denial.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { readCircuits } from '../../core/remediation/circuit.ts';
import { scopeOf } from '../../core/remediation/conclude.ts';
import { proposalDigest } from '../../core/remediation/digest.ts';
import { beyondPolicy } from '../../core/remediation/limits.ts';
import { riskLevels } from '../../core/remediation/proposal.ts';
import { assessRisk } from '../../core/remediation/risk.ts';
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

/** Never after the earliest deadline of the proofs. */
export const inTime: Gate = ({ now }, _incident, { executeBy }) =>
  now() > executeBy ? `the approval had to be executed by ${executeBy.toISOString()}` : undefined;

const boundHere: Gate = ({ policy }, incident, { proposal, digest }) => {
  if (proposalDigest(proposal) !== digest) return 'the stored proposal is not the approved one';
  if (proposal.account !== incident.alarm.account || proposal.region !== incident.alarm.region) {
    return `the proposal is for account ${proposal.account} in ${proposal.region}`;
  }
  return proposal.policyVersion === policy.version ? undefined : 'the policy changed since the proposal was made';
};

const circuitsClosed: Gate = async ({ table }, incident) => {
  const open = (await readCircuits(table, scopeOf(incident))).find(({ circuit }) => circuit.open);
  return open === undefined
    ? undefined
    : `the circuit ${open.name} is open after repeated failures; a person must close it`;
};

const permitted: Gate = ({ policy }, _incident, { proposal, approver }) => {
  const denied = denial(policy, approver, 'execute', proposal);
  if (denied === undefined) return undefined;
  const { target, because } = denied;
  return `policy denies ${approver.id} execution on ${target.kind} ${target.name}: ${because}`;
};

const withinLimits: Gate = ({ policy }, _incident, { proposal }) => beyondPolicy(proposal, policy.policy);

/**
 * A proposal says of itself how risky it is and how many must approve it; whoever exchanged the stored one before it was
 * shown wrote that, too. Both follow from its actions and the policy it names.
 */
const asRiskyAsItSays: Gate = ({ policy }, _incident, { proposal: { actions, risk, quorum } }) => {
  const { level } = assessRisk(actions);
  if (riskLevels.indexOf(level) > riskLevels.indexOf(risk.level)) return `the risk is ${level}, not ${risk.level}`;
  const { people, roles } = policy.policy.quorum[risk.level];
  return quorum.people < people || quorum.roles < roles
    ? `the policy asks for ${people} people of ${roles} roles, the proposal for ${quorum.people} of ${quorum.roles}`
    : undefined;
};

/** Everything that can say no before credentials are asked for, in the order in which the reason is most useful. */
const gates: readonly Gate[] = [
  switchesAllow,
  modeExecutes,
  inTime,
  boundHere,
  circuitsClosed,
  permitted,
  withinLimits,
  asRiskyAsItSays,
];

/** Runs every gate; the first that says no is the reason. */
export const firstRefusal = async (
  deps: GateDeps,
  incident: Incident,
  authority: Authority,
): Promise<string | undefined> => {
  for (const gate of gates) {
    const reason = await gate(deps, incident, authority);
    if (reason !== undefined) return reason;
  }
  return undefined;
};

/** Every gate, and the alarm of the approved proposal is looked at once more: OK means nothing to do. */
export const passGates = async (deps: GateDeps, incident: Incident, authority: Authority): Promise<Verdict> => {
  const reason = await firstRefusal(deps, incident, authority);
  if (reason !== undefined) return { kind: 'refused', reason };
  const alarm = await deps.alarms.state(authority.proposal.expected.alarm);
  if (alarm === 'OK') return { kind: 'recovered' };
  return alarm === 'ALARM' ? { kind: 'admitted' } : { kind: 'refused', reason: `the alarm is ${alarm}, not in ALARM` };
};
