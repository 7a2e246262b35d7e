import { notAsked } from '../permission.ts';
import { type Resource, resourceKey } from '../../incident/resource.ts';
import { findApprover } from '../../policy/cedar-entities.ts';
import type { DecisionRequest } from '../../policy/decision-request.ts';
import { proposer } from '../../policy/denial.ts';
import { modeForbids } from '../../policy/mode.ts';
import { scopeOf } from '../../policy/scope.ts';
import { windowForbids } from '../../policy/window.ts';
import { blastRadius } from '../../remediation/blast-radius.ts';
import { catalogue } from '../../remediation/catalogue.ts';
import { beyondCaps, beyondScope, outsideScope } from '../../remediation/limits.ts';
import { type Risk, riskLevels } from '../../remediation/proposal.ts';
import { beyondHour } from '../../remediation/recent-actions.ts';
import { type Check, decides, type Layer, type Wanted } from './check.ts';
import type { Plan } from './planned.ts';

/** Whether there is such a person at all, and one who is ever asked. */
export const principalCheck = (layer: Layer, { principal: id, action }: DecisionRequest): Check => {
  const check = 'principal';
  if (id === proposer.id) return { check, allowed: true, detail: `${id} is the system itself` };
  const person = findApprover(layer.roster, id);
  if (person === undefined) return { check, allowed: false, detail: `${id} is not in roster.yaml: nobody` };
  const stranger = decides(action) ? notAsked({ approvers: [id] }, person) : undefined;
  const teams = person.teams.length === 0 ? 'in no team' : `in ${person.teams.join(', ')}`;
  return { check, allowed: stranger === undefined, detail: stranger ?? `${id} is ${person.role}, ${teams}` };
};

/** What the installation is switched to. */
export const modeCheck = ({ policy: { mode } }: Layer, action: Wanted): Check => {
  const forbidden = modeForbids(mode, action);
  return { check: 'mode', allowed: forbidden === undefined, detail: forbidden ?? `mode is ${mode}` };
};

const reading = (check: Check['check']): Check => ({
  check,
  allowed: true,
  detail: 'not asked: reading changes nothing',
});

/** What may be changed at all, whoever asks; parameters only where the request has them. */
export const scopeCheck = ({ policy }: Layer, { actions, complete, unknown }: Plan, action: Wanted): Check => {
  const check = 'scope';
  if (action === 'read') return reading(check);
  if (unknown !== undefined) {
    const known = [...catalogue.keys()].join(', ');
    return {
      check,
      allowed: false,
      detail: `action ${unknown} is not in the catalogue (${known}) and counts as one that cannot be undone`,
    };
  }
  const problem =
    outsideScope({ actions }, policy) ??
    complete.map((one) => beyondScope({ actions: [one] }, policy)).find((found) => found !== undefined);
  if (problem !== undefined) return { check, allowed: false, detail: problem };
  const places = [...new Set(actions.map(({ target }) => placeText(target, policy)))].join('; ');
  const open = complete.length < actions.length ? '; parameters not given, so not compared with the target' : '';
  return { check, allowed: true, detail: places + open };
};

/** Where a target is allowed, and who answers for it. */
const placeText = (target: Resource, policy: Layer['policy']): string => {
  if (target.namespace !== undefined) return `namespace ${target.namespace} is in allowedNamespaces`;
  const { team = 'nobody', environment } = scopeOf(target, policy);
  const where = environment === undefined ? '' : `, environment ${environment}`;
  return `${resourceKey(target)} is in allowedTargets: team ${team}${where}`;
};

/** Whether it may be made at this time. To approve is bound to no window: what is approved is judged when it is executed. */
export const windowCheck = ({ policy }: Layer, action: Wanted, at: Date): Check => {
  const check = 'window';
  if (action === 'read') return reading(check);
  const forbidden = windowForbids(policy, at);
  if (forbidden === undefined)
    return { check, allowed: true, detail: `a change window is open at ${at.toISOString()}` };
  return action === 'approve'
    ? { check, allowed: true, detail: `not asked to approve; the execution would be refused: ${forbidden}` }
    : { check, allowed: false, detail: forbidden };
};

/** How much may be changed; what was changed in the last hour is not known here. */
export const capsCheck = ({ policy }: Layer, { actions }: Plan, action: Wanted): Check => {
  const check = 'caps';
  if (action === 'read') return reading(check);
  const problem = beyondCaps({ actions }, policy) ?? beyondHour(0, actions.length, policy.maxActionsPerHour);
  if (problem !== undefined) return { check, allowed: false, detail: problem };
  const { maxActionsPerRun, maxActionsPerHour, maxResources, maxChangePercent } = policy;
  const { resources, changePercent } = blastRadius(actions);
  const numbers = [
    `${actions.length} of at most ${maxActionsPerRun} actions (${maxActionsPerHour} in an hour)`,
    `${resources} of at most ${maxResources} resources`,
    `at most ${Math.ceil(changePercent ?? 0)} % of at most ${maxChangePercent} %`,
  ];
  return { check, allowed: true, detail: numbers.join(', ') };
};

/** The riskier of two levels. */
export const higher = (a: Risk['level'], b: Risk['level']): Risk['level'] =>
  riskLevels.indexOf(a) > riskLevels.indexOf(b) ? a : b;

/** A proposal may call itself riskier than it is, never less. */
export const riskCheck = ({ level, factors }: Risk, said: Risk['level'], action: Wanted): Check => {
  const check = 'risk';
  const why = factors.join('; ');
  if (said === level) return { check, allowed: true, detail: `${level}: ${why}` };
  return higher(level, said) === level
    ? { check, allowed: action === 'read', detail: `the risk is ${level}, not ${said}: ${why}` }
    : { check, allowed: true, detail: `${said}, as the request says; computed ${level}: ${why}` };
};
