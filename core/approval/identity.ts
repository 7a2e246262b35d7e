import type { Approver } from '../policy/roster.ts';

/**
 * How somebody showed who they are. `link`: they hold the link of this approver. `iam`: they signed the request with
 * their AWS credentials. `oidc`: they brought a token of the identity provider.
 */
export const identityMethods = ['link', 'iam', 'oidc'] as const;
export type IdentityMethod = (typeof identityMethods)[number];

/** A person of the roster, and how we know. */
export type Identity = { method: IdentityMethod; person: Approver };
