import { quorumMet } from '../quorum.ts';
import { resourceKey } from '../../incident/resource.ts';
import { findApprover } from '../../policy/cedar-entities.ts';
import type { DecisionRequest } from '../../policy/decision-request.ts';
import { type Answered, answers, type Change, denial, proposer } from '../../policy/denial.ts';
import { windowForbids } from '../../policy/window.ts';
import type { Quorum } from '../../remediation/proposal.ts';
import { type Check, decides, type Layer, type Wanted } from './check.ts';

/** Whether those whom the profile and Cedar let approve suffice; the notifier asks nobody when they do not. */
export const quorumCheck = (layer: Layer, change: Change, quorum: Quorum, action: Wanted): Check => {
  const check = 'quorum';
  const may = layer.roster.approvers.filter((person) => denial(layer, person, 'approve', change) === undefined);
  const enough = quorumMet(
    quorum,
    may.map(({ id, role }) => ({ approver: id, role })),
  );
  const names = may.map(({ id, role }) => `${id} (${role})`).join(', ');
  const needs = `${people(quorum)} must approve; policy lets ${names || 'nobody'} approve`;
  const detail = enough ? needs : `${needs}: not enough, so nobody is asked`;
  return { check, allowed: enough || !decides(action), detail };
};

/** How many must approve, in words. */
export const people = ({ people, roles }: Quorum): string =>
  `${people} ${people === 1 ? 'person' : 'people'}${roles === 1 ? '' : ` of ${roles} roles`}`;

/** Cedar's answer for every target, with the policies that decided. */
export const cedarChecks = (
  layer: Layer,
  { principal: id, action }: DecisionRequest,
  change: Change,
  at: Date,
): Check[] => {
  const principal = principalOf(layer, id);
  if (principal === undefined)
    return [{ check: 'cedar', allowed: false, detail: 'not asked: there is nobody to ask for' }];
  // The schema knows the moment of what is proposed and executed only; that nothing was changed in this hour is assumed.
  const moment =
    action === 'propose' || action === 'execute'
      ? { window: windowForbids(layer.policy, at) === undefined, actionsInHour: 0 }
      : undefined;
  return [...answers(layer, principal, action, change, moment)].map((answer) => ({
    check: 'cedar',
    allowed: answer.allowed,
    detail: `${resourceKey(answer.target)}: ${decidedBy(answer)}`,
  }));
};

const decidedBy = ({ allowed, because }: Answered): string => {
  if (allowed) return `permitted by ${because.join(', ')}`;
  if (because.length === 0) return 'no policy permits it';
  // An error is no policy: uncertainty denied, and the text says what went wrong.
  return because.some((one) => one.startsWith('error: ')) ? because.join('; ') : `forbidden by ${because.join(', ')}`;
};

/** The proposer is no person of the roster, whatever the roster says. */
export const principalOf = ({ roster }: Layer, id: string) =>
  id === proposer.id ? proposer : findApprover(roster, id);
