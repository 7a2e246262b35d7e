import type { Authority } from '../../core/approval/authority.ts';
import type { AuditTrail } from '../../core/audit/ports.ts';
import type { Hub } from '../../core/incident/hub.ts';
import type { Incident } from '../../core/incident/incident.ts';
import type { Table } from '../../core/incident/table.ts';
import { denial } from '../../core/policy/denial.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { forbiddenInForce } from '../../core/policy/mode.ts';
import { defaultProfile } from '../../core/policy/profile.ts';
import { windowForbids } from '../../core/policy/window.ts';
import { beyondCaps, beyondScope } from '../../core/remediation/limits.ts';
import type { Switches } from '../../core/remediation/ports.ts';
import { riskLevels } from '../../core/remediation/proposal.ts';
import { actionsInHour, beyondHour } from '../../core/remediation/recent-actions.ts';
import { assessRisk } from '../../core/remediation/risk.ts';
import { auditLags } from './audit-lag.ts';
import { inReach } from './reach.ts';
import { type RefusalName, type Refused, refusedBy } from './refusal.ts';
import { readStanding, type Standing } from './standing.ts';

export type GateDeps = {
  table: Table;
  policy: PolicyLayer;
  hub: Hub;
  switches: Switches;
  auditTrail: AuditTrail;
  now: () => Date;
};

type Facts = { deps: GateDeps; incident: Incident; authority: Authority; standing: Standing };
type Gate = (facts: Facts) => Promise<string | undefined> | string | undefined;

/** The hands that stop everything, before anything else is looked at. */
export const switchedOff = async ({ switches, policy }: GateDeps): Promise<Refused | undefined> => {
  const { emergencyStop, execution, mode } = await switches.read();
  if (emergencyStop !== 'clear') return refusedBy('emergency-stop', 'the emergency stop is set');
  if (execution !== 'enabled') return refusedBy('execution-disabled', 'execution is not enabled for this table');
  const forbidden = forbiddenInForce(policy.policy.mode, mode, 'execute');
  return forbidden === undefined ? undefined : refusedBy('mode', forbidden);
};

/** Never after the earliest deadline of the proofs. */
export const inTime = ({ now }: Pick<GateDeps, 'now'>, { executeBy }: { executeBy: Date }): Refused | undefined =>
  now() > executeBy ? refusedBy('expired', `the approval had to be executed by ${executeBy.toISOString()}`) : undefined;

/** What was approved was to be executed, in this place and under this policy. */
export const boundHere = (
  { policy }: Pick<GateDeps, 'policy'>,
  { alarm }: Incident,
  { proposal }: Authority,
): Refused | undefined => {
  if (proposal.account !== alarm.account || proposal.region !== alarm.region) {
    return refusedBy('digest', `the proposal is for account ${proposal.account} in ${proposal.region}`);
  }
  if (proposal.mode !== undefined) return refusedBy('mode', `it was proposed in mode ${proposal.mode}, as an example`);
  return proposal.policyVersion === policy.version
    ? undefined
    : refusedBy('digest', 'the policy changed since the proposal was made');
};

const circuitsClosed: Gate = ({ standing: { open } }) =>
  open === undefined ? undefined : `the circuit ${open} is open after repeated failures; a person must close it`;

const begunBefore = ({ deps, incident, standing }: Facts): number =>
  actionsInHour(standing.recent, incident.id, deps.now());

const permitted: Gate = (facts) => {
  const { deps, authority } = facts;
  const { policy, now } = deps;
  const window = windowForbids(policy.policy, now()) === undefined;
  const moment = { window, actionsInHour: begunBefore(facts) };
  const { approver, proposal } = authority;
  const denied = denial(policy, approver, 'execute', proposal, moment);
  if (denied === undefined) return undefined;
  const { target, because } = denied;
  return `policy denies ${approver.id} execution on ${target.kind} ${target.name}: ${because}`;
};

/** What it may consist of, and who decides, follows from its runbook; the proposal bound it, and neither is believed alone. */
const ofItsRunbook: Gate = ({ deps: { policy }, incident, authority: { proposal } }) => {
  const runbook = policy.runbooks.find(({ id }) => id === incident.runbook);
  const { profile = defaultProfile } = proposal;
  const { profile: named = defaultProfile } = runbook ?? {};
  return named === profile ? undefined : `the proposal is of profile ${profile}, its runbook of ${named}`;
};

const permittedInProfile: Gate = async (facts) => (await ofItsRunbook(facts)) ?? (await permitted(facts));

const inScope: Gate = ({ deps, authority }) => beyondScope(authority.proposal, deps.policy.policy);

/**
 * A proposal says of itself how risky it is and how many must approve it; whoever exchanged the stored one before it was
 * shown wrote that, too. Both follow from its actions and the policy it names.
 */
const asRiskyAsItSays: Gate = ({ deps, authority }) => {
  const { actions, risk, quorum } = authority.proposal;
  const { level } = assessRisk(actions);
  if (riskLevels.indexOf(level) > riskLevels.indexOf(risk.level)) return `the risk is ${level}, not ${risk.level}`;
  const { people, roles } = deps.policy.policy.quorum[risk.level];
  return quorum.people < people || quorum.roles < roles
    ? `the policy asks for ${people} people of ${roles} roles, the proposal for ${quorum.people} of ${quorum.roles}`
    : undefined;
};

const inWindow: Gate = ({ deps }) => windowForbids(deps.policy.policy, deps.now());

const withinCaps: Gate = (facts) => {
  const { policy } = facts.deps.policy;
  const { proposal } = facts.authority;
  const { length } = proposal.actions;
  return beyondCaps(proposal, policy) ?? beyondHour(begunBefore(facts), length, policy.maxActionsPerHour);
};

const auditKeepsUp: Gate = ({ deps, incident }) => auditLags(deps, incident);

const unused: Gate = ({ standing: { used } }) => (used ? 'this approval was already used' : undefined);

const unleased: Gate = ({ standing: { leased } }) =>
  leased === undefined ? undefined : `another incident is changing ${leased}`;

type Named = readonly [name: RefusalName, gate: Gate];

/** What holds for every action of a run, also for one that is begun by an invocation that took the run over. */
const gates: readonly Named[] = [
  ['circuit', circuitsClosed],
  ['policy', permittedInProfile],
  ['scope', inScope],
  ['risk', asRiskyAsItSays],
  ['window', inWindow],
  ['caps', withinCaps],
  ['audit-lag', auditKeepsUp],
];

/** What the claim is about to take; afterwards it is ours. */
const claimGates: readonly Named[] = [
  ['claim', unused],
  ['lease', unleased],
];

const first = async (named: readonly Named[], facts: Facts): Promise<Refused | undefined> => {
  for (const [name, gate] of named) {
    const sentence = await gate(facts);
    if (sentence !== undefined) return refusedBy(name, sentence);
  }
  return undefined;
};

/** The gates before the claim; what they saw of the last hour goes with the yes, for the claim to count on. */
export const passGates = async (
  deps: GateDeps,
  incident: Incident,
  authority: Authority,
): Promise<Refused | { kind: 'passed'; standing: Standing }> => {
  const standing = await readStanding(deps.table, incident, authority);
  const refused = await first([...gates, ...claimGates], { deps, incident, authority, standing });
  return refused ?? { kind: 'passed', standing };
};

/** Everything that must still hold right before a call of a run that was taken over; the first that does not. */
export const firstRefusal = async (
  deps: GateDeps,
  incident: Incident,
  authority: Authority,
): Promise<Refused | undefined> =>
  (await switchedOff(deps)) ??
  inTime(deps, authority) ??
  boundHere(deps, incident, authority) ??
  inReach(deps, authority) ??
  (await first(gates, {
    deps,
    incident,
    authority,
    standing: await readStanding(deps.table, incident, authority),
  }));
