import { type CedarQuestion, cedarQuestion } from './cedar-entities.ts';
import type { PolicyAnswer, PolicyRequest } from './layer.ts';
import type { Policy } from './policy.ts';
import { scopeOf } from './scope.ts';

type CedarError = { message: string; help?: string | null };
type PolicyError = { policyId: string; error: CedarError };
type Policies = { staticPolicies: Record<string, string> };

/** The part of `@cedar-policy/cedar-wasm` that is used. It is handed in: this folder loads nothing. */
export type CedarEngine = {
  validate(call: {
    schema: string;
    policies: Policies;
  }):
    | { type: 'failure'; errors: CedarError[] }
    | { type: 'success'; validationErrors: PolicyError[]; validationWarnings: PolicyError[] };
  isAuthorized(call: CedarQuestion & { schema: string; validateRequest: boolean; policies: Policies }):
    | { type: 'failure'; errors: CedarError[] }
    | {
        type: 'success';
        response: { decision: 'allow' | 'deny'; diagnostics: { reason: string[]; errors: PolicyError[] } };
      };
};

/** The Cedar schema and the policies by id, one policy each; an id is what an answer and the audit name. */
export type CedarPolicies = { schema: string; policies: Readonly<Record<string, string>> };

const line = ({ message, help }: CedarError): string =>
  `${message}${help == null ? '' : ` (${help})`}`.replace(/\s+/g, ' ');

/** What is wrong with the policies, one line each with the policy's id; empty when they are valid and strict. */
export const cedarProblems = (engine: CedarEngine, { schema, policies }: CedarPolicies): string[] => {
  const answer = engine.validate({ schema, policies: { staticPolicies: { ...policies } } });
  if (answer.type === 'failure') return answer.errors.map(line);
  // A warning is, for instance, a condition that can never hold: in a policy set that is a mistake, too.
  return [...answer.validationErrors, ...answer.validationWarnings].map(({ error }) => line(error));
};

/**
 * Answers questions by these policies. Only a clean `allow` allows: what Cedar cannot parse or evaluate, in the question
 * or in any policy, denies, because a `forbid` that failed to evaluate would otherwise be passed over in silence.
 */
export const cedarDecide =
  (engine: CedarEngine, { schema, policies }: CedarPolicies, limits: Pick<Policy, 'allowedTargets'>) =>
  (request: PolicyRequest): PolicyAnswer => {
    const call = { schema, validateRequest: true, policies: { staticPolicies: { ...policies } } };
    const denied = (errors: readonly CedarError[]): PolicyAnswer => ({
      allowed: false,
      because: errors.map(({ message }) => `error: ${message}`),
    });
    let answer: ReturnType<CedarEngine['isAuthorized']>;
    try {
      answer = engine.isAuthorized({ ...cedarQuestion(request, scopeOf(request.resource, limits)), ...call });
    } catch (error) {
      // The engine throws for values it cannot even take in: uncertainty denies.
      return denied([{ message: error instanceof Error ? error.message : 'the policy engine failed' }]);
    }
    if (answer.type === 'failure') return denied(answer.errors);
    const { decision, diagnostics } = answer.response;
    if (diagnostics.errors.length > 0) return denied(diagnostics.errors.map(({ error }) => error));
    return { allowed: decision === 'allow', because: diagnostics.reason };
  };
