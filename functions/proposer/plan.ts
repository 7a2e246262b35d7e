import type { Incident } from '../../core/incident/incident.ts';
import { incidentValues } from '../../core/incident/placeholder-values.ts';
import { fillRecord } from '../../core/incident/placeholders.ts';
import { denial, proposer } from '../../core/policy/denial.ts';
import type { Moment, PolicyLayer } from '../../core/policy/layer.ts';
import type { Runbook } from '../../core/policy/runbook.ts';
import { actionOf, catalogue } from '../../core/remediation/catalogue.ts';
import { beyondPolicy } from '../../core/remediation/limits.ts';
import { changesNothing } from '../../core/remediation/observe.ts';
import type { RemediationAccess } from '../../core/remediation/ports.ts';
import type { ExpectedState, PlannedAction, Proposal } from '../../core/remediation/proposal.ts';
import { beyondHour } from '../../core/remediation/recent-actions.ts';
import { assessRisk } from '../../core/remediation/risk.ts';
import { type ReaderDeps, readerFor } from './reader-for.ts';
import type { Chosen, Option } from './remedy.ts';

export type Planned = { kind: 'planned'; proposal: Proposal } | { kind: 'impossible'; reason: string };
export type Deps = ReaderDeps & { policy: PolicyLayer; access: RemediationAccess };

const impossible = (reason: string): Planned => ({ kind: 'impossible', reason });

/** Reads the present state, plans every action purely on it and binds all of it into one proposal within policy. */
export const planProposal = async (
  deps: Deps,
  incident: Incident,
  runbook: Runbook,
  { title, actions: chosen }: Option,
  now: Date,
  moment: Moment,
): Promise<Planned> => {
  const actions: PlannedAction[] = [];
  for (const choice of chosen) {
    const planned = await planAction(deps, incident, choice);
    if (typeof planned === 'string') return impossible(planned);
    actions.push(planned);
  }
  if (actions.every((planned) => changesNothing(actionOf(planned), planned.touched))) {
    return impossible('everything is as the remedy would have it: there is nothing to change');
  }
  const { policy } = deps.policy;
  const beyond = beyondPolicy({ actions }, policy);
  if (beyond !== undefined) return impossible(`beyond policy: ${beyond}`);
  const many = beyondHour(moment.actionsInHour, actions.length, policy.maxActionsPerHour);
  if (many !== undefined) return impossible(`nothing is proposed: ${many}`);
  const expected = expectedState(incident, runbook);
  if (typeof expected === 'string') return impossible(expected);

  const risk = assessRisk(actions);
  const proposal: Proposal = {
    version: 1,
    ...(title === undefined ? {} : { title }),
    account: incident.alarm.account,
    region: incident.alarm.region,
    incidentId: incident.id,
    actions,
    risk,
    quorum: policy.quorum[risk.level],
    expected,
    policyVersion: deps.policy.version,
    ...(incident.askedBy === undefined ? {} : { askedBy: incident.askedBy }),
    profile: runbook.profile,
    expiresAt: new Date(now.getTime() + policy.approvalMinutes * 60_000).toISOString(),
  };
  const permitted = permittedByPolicy(deps.policy, proposal, moment);
  if (permitted.kind === 'impossible') return permitted;
  const barred = await barredInCluster(deps.access, proposal);
  return barred === undefined ? permitted : impossible(barred);
};

/** A session policy of AWS does not bind in a cluster: what the remediation identity may not do there is not proposed. */
const barredInCluster = async (
  access: RemediationAccess,
  { incidentId, actions }: Proposal,
): Promise<string | undefined> => {
  for (const planned of actions) {
    const { id, target } = planned;
    for (const call of actionOf(planned).clusterCalls(planned.parameters)) {
      const answer = await access.may(call, incidentId);
      if (answer.kind === 'allowed') continue;
      const what = `to ${call.verb} ${call.target.kind} ${call.target.name}`;
      return `${id} on ${target.kind} ${target.name} could not be executed: ${what}: ${answer.reason}`;
    }
  }
  return undefined;
};

const planAction = async (
  deps: ReaderDeps,
  incident: Incident,
  { id, parameters }: Chosen,
): Promise<PlannedAction | string> => {
  const action = catalogue.get(id);
  if (action === undefined) return `action ${id} is not in the catalogue`;
  const parsed = action.parameters.safeParse(parameters);
  if (!parsed.success)
    return `parameters of ${id}: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`;
  const target = action.target(parameters);
  const read = await readerFor(deps, incident, action.provider);
  if (typeof read === 'string') return `${id} on ${target.name}: ${read}`;
  const state = await action.describe(parameters, read);
  if (state === undefined) return `${target.kind} ${target.name} does not exist`;
  if (action.settling(parameters, state)) return `${target.kind} ${target.name} is being changed by somebody else`;
  const plan = action.plan(parameters, state);
  if (plan.kind === 'impossible') return `${id} on ${target.name}: ${plan.reason}`;
  return { id, provider: action.provider, target, parameters, touched: plan.touched, undo: action.undo };
};

/** The runbook's words on "fixed", with the incident's names in them; the alarm that fired is part of it. */
const expectedState = (incident: Incident, runbook: Runbook): ExpectedState | string => {
  const { expected } = runbook;
  if (expected === undefined) return `runbook ${runbook.id} does not say what fixed means`;
  const metrics: ExpectedState['metrics'] = [];
  for (const metric of expected.metrics) {
    const filled = fillRecord(metric.dimensions, incidentValues(incident));
    if (filled.kind === 'unfilled') return `runbook ${runbook.id}, expected ${metric.id}: ${filled.reason}`;
    metrics.push({ ...metric, dimensions: filled.value });
  }
  return { ...expected, alarm: incident.alarm.name, metrics };
};

const permittedByPolicy = (layer: PolicyLayer, proposal: Proposal, moment: Moment): Planned => {
  const denied = denial(layer, proposer, 'propose', proposal, moment);
  return denied === undefined
    ? { kind: 'planned', proposal }
    : impossible(`policy does not allow this proposal: ${denied.because}`);
};
