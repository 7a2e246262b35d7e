import * as z from 'zod';
import { PolicyEnv, TableEnv } from '../../core/runtime/function-env.ts';
import { OidcEnv } from '../../core/runtime/oidc-settings.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  ...OidcEnv.shape,
  API_ENDPOINT: z.enum(['PRIVATE', 'REGIONAL']).describe('where the API is reached; nothing is here on the internet'),
});
