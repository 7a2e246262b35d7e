import * as z from 'zod';
import { ClusterEnv, PolicyEnv, TableEnv } from '../../core/runtime/function-env.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  ...ClusterEnv.shape,
  MODEL_ID: z.string().default('').describe('the id of a Bedrock model, or empty: rules only'),
  GUARDRAIL_ID: z.string().default('').describe('the id of a Bedrock guardrail, or empty'),
  GUARDRAIL_VERSION: z.string().default('').describe('the version of that guardrail, or empty'),
});
