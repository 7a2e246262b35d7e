import type { Approver, Roster } from '../../core/policy/roster.ts';

/** Somebody who can sign in, as the identity provider knows them. */
export type Person = Pick<Approver, 'name' | 'role' | 'teams'> & { sub: string; groups: readonly string[] };

/** The people of the roster that a token can name, each in the groups that are good for their role. */
export const peopleOf = ({ approvers, groups }: Roster): Person[] =>
  approvers.flatMap(({ oidc, name, role, teams }) =>
    oidc === undefined
      ? []
      : [{ sub: oidc, name, role, teams, groups: groups.filter((one) => one.role === role).map(({ group }) => group) }],
  );
