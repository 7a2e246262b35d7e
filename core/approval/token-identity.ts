import { cleanText } from '../incident/text.ts';
import { groupsFor, groupsOf, teamsOf } from '../policy/groups.ts';
import { Approver, type Roster } from '../policy/roster.ts';
import type { Identity } from './identity.ts';
import type { TokenClaims } from './ports.ts';
import { looking, standingOf } from './standing.ts';

/** No id of the roster: it is reserved. */
const guestId = 'guest';

/**
 * Who a token speaks for at this moment, or undefined for somebody in none of the roster's groups. Groups bound what
 * the roster gives and never add to it: a person whose groups are good for less than their role only looks, at what
 * those answer for; else only groups that are good for the role count for the teams. Whoever is not in the roster looks
 * at what their groups answer for.
 */
export const tokenIdentity = (roster: Roster, { subject, groups }: TokenClaims, at: Date): Identity | undefined => {
  const known = groupsOf(roster, groups);
  if (known.length === 0) return undefined;
  const person = roster.approvers.find(({ oidc }) => oidc === subject);
  if (person === undefined) {
    const teams = teamsOf(known);
    const name = cleanText(subject, 100) || guestId;
    const guest = Approver.parse({ id: guestId, name, role: 'viewer', teams });
    return { method: 'oidc', person: guest, reach: teams, guest: true };
  }
  const sufficient = groupsFor(known, person.role);
  const reach = teamsOf(sufficient.length === 0 ? known : sufficient);
  const within = ({ teams }: Approver): string[] => teams.filter((team) => reach.includes('*') || reach.includes(team));
  if (sufficient.length === 0) {
    const why = `${person.id} is ${person.role}, but their groups are good for less: sign in again or ask for the group`;
    return { method: 'oidc', ...looking({ ...person, teams: within(person) }, why), reach };
  }
  const standing = standingOf(roster, person, at);
  return { method: 'oidc', ...standing, person: { ...standing.person, teams: within(standing.person) }, reach };
};
