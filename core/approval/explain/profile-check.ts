import type { DecisionRequest } from '../../policy/decision-request.ts';
import { proposer } from '../../policy/denial.ts';
import { outsideProfile } from '../../policy/outside-profile.ts';
import { defaultProfile } from '../../policy/profile.ts';
import { principalOf } from './cedar-checks.ts';
import type { Check, Layer } from './check.ts';
import type { Plan } from './planned.ts';

/** Whether the profile has these actions and lets this person decide; of nobody only the actions are asked. */
export const profileCheck = (
  layer: Layer,
  { principal: id, action, profile = defaultProfile }: DecisionRequest,
  { actions }: Plan,
): Check => {
  const check = 'profile';
  if (action === 'read') return { check, allowed: true, detail: 'not asked: reading changes nothing' };
  const person = principalOf(layer, id);
  // What is approved is judged once more when it is executed: one reading shows both.
  const planned = outsideProfile(layer.profiles, proposer, 'propose', { actions, profile });
  const decided =
    person === undefined || action === 'propose'
      ? undefined
      : outsideProfile(layer.profiles, person, 'approve', { actions, profile });
  const problem = planned ?? decided;
  return { check, allowed: problem === undefined, detail: problem ?? `profile ${profile} has these actions` };
};
