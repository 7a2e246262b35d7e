import * as z from 'zod';
import { isAuthorizeUrl } from '../../core/approval/sign-in/authorize-url.ts';
import type { SignIn } from '../../core/approval/sign-in/configuration.ts';
import { EnvironmentError } from '../../core/runtime/env.ts';
import { PolicyEnv, TableEnv } from '../../core/runtime/function-env.ts';

/** What template.yaml sets for this function. */
export const Env = z.object({
  ...TableEnv.shape,
  ...PolicyEnv.shape,
  LINK_KEY_ID: z.string().min(1).describe('the KMS key that links are verified with'),
  PROOF_KEY_ID: z.string().min(1).describe('the KMS key that proofs are made with'),
  OIDC_AUDIENCE: z.string().default('').describe('the client id at the OIDC provider, or empty'),
  OIDC_AUTHORIZE_URL: z
    .string()
    .refine((url) => url === '' || isAuthorizeUrl(url))
    .default('')
    .describe('the https authorize endpoint of the OIDC provider, or empty'),
});

/** Where people sign in, or undefined where nobody can in a browser. Throws `EnvironmentError` for an address without a client id. */
export const signInOf = (
  env: Pick<z.infer<typeof Env>, 'OIDC_AUDIENCE' | 'OIDC_AUTHORIZE_URL'>,
): SignIn | undefined => {
  const { OIDC_AUTHORIZE_URL: authorizeUrl, OIDC_AUDIENCE: clientId } = env;
  if (authorizeUrl === '') return undefined;
  if (clientId === '')
    throw new EnvironmentError(
      'environment variable OIDC_AUDIENCE: expected the client id for OIDC_AUTHORIZE_URL, found ""',
    );
  return { authorizeUrl, clientId };
};
