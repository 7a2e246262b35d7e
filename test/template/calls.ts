import { policyOf } from './statements.ts';
import { everyValue, pascal, refersTo, resource } from './template.ts';

/**
 * True when the role of a function in functions/ may make this call: `<service>:<action>` by its own policy, or
 * `<key> kms:<action>` by the policy of that key.
 */
export const mayCall = (functionName: string, call: string): boolean => {
  const [first = '', second] = call.split(' ');
  const role = `${pascal(functionName)}Role`;
  const statements = policyOf(resource(second === undefined ? `${pascal(functionName)}Policy` : first));
  return statements.some(
    ({ Effect, Action, Principal }) =>
      Effect === 'Allow' &&
      Action.includes(second ?? first) &&
      (second === undefined || everyValue(Principal).some((value) => refersTo(value) === role)),
  );
};
