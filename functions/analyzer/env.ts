import * as z from 'zod';
import { modelIdForm } from '../../core/diagnosis/model-id.ts';
import { EnvironmentError } from '../../core/runtime/env.ts';
import { ClusterEnv, PolicyEnv, TableEnv } from '../../core/runtime/function-env.ts';
import { SpokeEnv } from '../../core/runtime/spoke-env.ts';

const Switch = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  ...ClusterEnv.shape,
  ...SpokeEnv.shape,
  MODEL_ID: z
    .union([z.literal(''), z.string().max(2_048).regex(modelIdForm)])
    .default('')
    .describe('the id or ARN of a Bedrock model or inference profile, or empty: rules only'),
  GUARDRAIL_ID: z.string().default('').describe('the id of a Bedrock guardrail, or empty'),
  READ_CLOUDTRAIL: Switch.describe('true: changes are looked up in CloudTrail'),
  READ_RDS: Switch.describe('true: RDS and Performance Insights are read'),
  READ_XRAY: Switch.describe('true: the service graph of X-Ray is read'),
  GUARDRAIL_VERSION: z
    .string()
    .regex(/^(?:|[1-9]\d{0,7}|DRAFT)$/)
    .default('')
    .describe('the version of that guardrail (a number or DRAFT), or empty'),
});

/** The guardrail, or undefined where none is named. Throws `EnvironmentError` for one without a version. */
export const guardrailOf = ({ GUARDRAIL_ID: id, GUARDRAIL_VERSION: version }: z.infer<typeof Env>) => {
  if (id === '') return undefined;
  if (version !== '') return { id, version };
  throw new EnvironmentError(
    `environment variable GUARDRAIL_VERSION: expected the version of the guardrail ${id}, found ""`,
  );
};
