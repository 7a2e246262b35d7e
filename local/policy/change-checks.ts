import { notAsked } from '../../core/approval/permission.ts';
import { findApprover } from '../../core/policy/cedar-entities.ts';
import type { DecisionRequest } from '../../core/policy/decision-request.ts';
import { proposer } from '../../core/policy/denial.ts';
import { modeForbids } from '../../core/policy/mode.ts';
import { catalogue } from '../../core/remediation/catalogue.ts';
import { beyondLimits, beyondPolicy } from '../../core/remediation/limits.ts';
import { type Risk, riskLevels } from '../../core/remediation/proposal.ts';
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

/** What may be changed at all, whoever asks; parameters only where the request has them. */
export const limitsCheck = ({ policy }: Layer, { actions, complete, unknown }: Plan, action: Wanted): Check => {
  const check = 'limits';
  if (action === 'read') return { check, allowed: true, detail: 'not asked: reading changes nothing' };
  if (unknown !== undefined) {
    const known = [...catalogue.keys()].join(', ');
    return {
      check,
      allowed: false,
      detail: `action ${unknown} is not in the catalogue (${known}) and counts as one that cannot be undone`,
    };
  }
  const problem =
    beyondLimits({ actions }, policy) ??
    complete.map((one) => beyondPolicy({ actions: [one] }, policy)).find((found) => found !== undefined);
  if (problem !== undefined) return { check, allowed: false, detail: problem };
  const within = `${actions.length} of at most ${policy.maxActionsPerRun} actions, no field changes by more than ${policy.maxChangePercent} %`;
  const open = complete.length < actions.length ? '; parameters not given, so not compared with the target' : '';
  return { check, allowed: true, detail: within + open };
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
