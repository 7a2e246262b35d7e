import * as z from 'zod';
import { OidcEnv } from '../../core/runtime/oidc-settings.ts';
import { PolicyEnv, TableEnv } from '../../core/runtime/function-env.ts';
import { SignInEnv } from './sign-in.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  ...SignInEnv.shape,
  ...OidcEnv.shape,
  API_ENDPOINT: z.enum(['PRIVATE', 'REGIONAL']).describe('where the API is reached; on the internet it decides only'),
  LOG_GROUPS: z
    .string()
    .default('')
    .transform((names) => names.split(',').filter((name) => name !== ''))
    .describe('the log groups of the functions, with commas between them'),
  DASHBOARD_NAME: z.string().default('').describe('the name of the dashboard'),
  LINK_KEY_ID: z.string().min(1).describe('the KMS key that links are verified with'),
  PROOF_KEY_ID: z.string().min(1).describe('the KMS key that proofs are made with'),
});
