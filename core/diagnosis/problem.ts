/** Why the model did not speak, as the operator counts it. */
export const modelProblems = ['over-budget', 'no-price', 'not-invocable', 'unavailable', 'unusable'] as const;
export type ModelProblem = (typeof modelProblems)[number];

export const noPrice = 'the model was not asked: models.yaml has no price for it';

/** What to look at where a call can never succeed, by the error's name at the service. */
const hints: Readonly<Record<string, string>> = {
  AccessDeniedException: 'ModelArns must cover ModelId, and the account must have access to the model',
  ResourceNotFoundException: 'ModelId must be a model or a profile of this region',
  ValidationException:
    'ModelId must be a model of this region that can be made to use a tool, or its inference profile, and GuardrailVersion must exist',
};

/** One line for approver and operator: the parameter that is wrong and what is to be enabled. */
export const notInvocable = (code: string): string =>
  `the model cannot be invoked (${code}): ${hints[code] ?? 'check ModelId, ModelArns and the access of the account'}`;
