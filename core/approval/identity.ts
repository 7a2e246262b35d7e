import type { Approver } from '../policy/roster.ts';

/**
 * How somebody showed who they are. `link`: they hold the link of this approver. `iam`: they signed the request with
 * their AWS credentials. `oidc`: they brought a token of the identity provider.
 */
export const identityMethods = ['link', 'iam', 'oidc'] as const;
export type IdentityMethod = (typeof identityMethods)[number];

/** A person as they may act now, and how we know. */
export type Identity = {
  method: IdentityMethod;
  /** Of the roster, with what others delegated to them; a viewer where `onlyLooks` says why. */
  person: Approver;
  /** Why somebody who may decide by the roster may only look now. */
  onlyLooks?: string;
  /** The teams that their groups are good for, `*` for all; without it nothing bounds them. */
  reach?: readonly string[];
  /** Known to the identity provider and not to the roster: reads within `reach`. */
  guest?: true;
};
