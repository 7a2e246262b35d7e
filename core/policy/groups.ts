import { type Group, type Role, type Roster, roles } from './roster.ts';

/** The entries of the roster for these groups of the identity provider; a group that is not there is good for nothing. */
export const groupsOf = ({ groups }: Roster, names: readonly string[]): Group[] =>
  groups.filter(({ group }) => names.includes(group));

/** Those that are good for at least this role. */
export const groupsFor = (groups: readonly Group[], role: Role): Group[] =>
  groups.filter((one) => roles.indexOf(one.role) >= roles.indexOf(role));

/** The teams of these groups, each once; `*` stands for all. */
export const teamsOf = (groups: readonly Group[]): string[] => [...new Set(groups.flatMap(({ teams }) => teams))];
