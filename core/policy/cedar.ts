import { type CedarQuestion, cedarQuestion } from './cedar-entities.ts';
import { contentHash } from './content-hash.ts';
import type { PolicyAnswer, PolicyRequest } from './layer.ts';
import type { Policy } from './policy.ts';
import { scopeOf } from './scope.ts';

type CedarError = { message: string; help?: string | null };
type PolicyError = { policyId: string; error: CedarError };
type Policies = { staticPolicies: Record<string, string> };
type Parsed = { type: 'success' } | { type: 'failure'; errors: CedarError[] };

/** The part of `@cedar-policy/cedar-wasm` that is used. It is handed in: this folder loads nothing. */
export type CedarEngine = {
  validate(call: {
    schema: string;
    policies: Policies;
  }):
    | { type: 'failure'; errors: CedarError[] }
    | { type: 'success'; validationErrors: PolicyError[]; validationWarnings: PolicyError[] };
  /** Keep a schema or a set of policies, parsed, under a name for as long as the engine lives. */
  preparseSchema(name: string, schema: string): Parsed;
  preparsePolicySet(name: string, policies: Policies): Parsed;
  statefulIsAuthorized(
    call: CedarQuestion & { preparsedSchemaName: string; preparsedPolicySetId: string; validateRequest: boolean },
  ):
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

const denied = (errors: readonly CedarError[]): PolicyAnswer => ({
  allowed: false,
  because: errors.map(({ message }) => `error: ${message}`),
});

/**
 * Has the engine parse schema and policies once, which is most of the work of a question. The name is a hash of all of
 * them: no other set can answer under it.
 */
const parsedBy = (engine: CedarEngine, { schema, policies }: CedarPolicies): { name: string; errors: CedarError[] } => {
  const name = contentHash([['', schema], ...Object.entries(policies)]);
  const parts = [
    engine.preparseSchema(name, schema),
    engine.preparsePolicySet(name, { staticPolicies: { ...policies } }),
  ];
  return { name, errors: parts.flatMap((part) => (part.type === 'failure' ? part.errors : [])) };
};

/**
 * Answers questions by these policies. Only a clean `allow` allows: what Cedar cannot parse or evaluate, in the question
 * or in any policy, denies, because a `forbid` that failed to evaluate would otherwise be passed over in silence.
 */
export const cedarDecide = (
  engine: CedarEngine,
  rules: CedarPolicies,
  limits: Pick<Policy, 'allowedTargets'>,
): ((request: PolicyRequest) => PolicyAnswer) => {
  let parsed: ReturnType<typeof parsedBy> | undefined;
  return (request) => {
    let answer: ReturnType<CedarEngine['statefulIsAuthorized']>;
    try {
      parsed ??= parsedBy(engine, rules);
      if (parsed.errors.length > 0) return denied(parsed.errors);
      answer = engine.statefulIsAuthorized({
        ...cedarQuestion(request, scopeOf(request.resource, limits)),
        preparsedSchemaName: parsed.name,
        preparsedPolicySetId: parsed.name,
        validateRequest: true,
      });
    } catch (error) {
      // The engine throws for values it cannot even take in: uncertainty denies.
      return denied([{ message: error instanceof Error ? error.message : 'the policy engine failed' }]);
    }
    if (answer.type === 'failure') return denied(answer.errors);
    const { decision, diagnostics } = answer.response;
    if (diagnostics.errors.length > 0) return denied(diagnostics.errors.map(({ error }) => error));
    return { allowed: decision === 'allow', because: diagnostics.reason };
  };
};
