import * as z from 'zod';
import { isAuthorizeUrl } from '../../core/approval/sign-in/authorize-url.ts';
import type { SignIn } from '../../core/approval/sign-in/configuration.ts';
import { EnvironmentError } from '../../core/runtime/env.ts';

/** Where the page sends people to sign in; the function itself never calls it. */
export const SignInEnv = z.object({
  OIDC_AUDIENCE: z.string().max(255).default('').describe('the client id that tokens are issued for, or empty'),
  OIDC_AUTHORIZE_URL: z
    .string()
    .refine((url) => url === '' || isAuthorizeUrl(url))
    .default('')
    .describe('the https authorize endpoint of the OIDC provider, or empty'),
});

/**
 * Where people sign in, or undefined where nobody can in a browser. Throws `EnvironmentError` for an address without a
 * client.
 */
export const signInOf = (env: z.infer<typeof SignInEnv>): SignIn | undefined => {
  const { OIDC_AUTHORIZE_URL: authorizeUrl, OIDC_AUDIENCE: clientId } = env;
  if (authorizeUrl === '') return undefined;
  if (clientId === '') {
    const expected = 'expected the client id that OIDC_AUTHORIZE_URL is called with, found ""';
    throw new EnvironmentError(`environment variable OIDC_AUDIENCE: ${expected}`);
  }
  return { authorizeUrl, clientId };
};
