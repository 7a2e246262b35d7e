import { awayAt, onDuty } from '../policy/duty.ts';
import type { Approver, Roster } from '../policy/roster.ts';
import type { Identity } from './identity.ts';

/** A person who only looks, and why. */
export const looking = (person: Approver, onlyLooks: string): Pick<Identity, 'person' | 'onlyLooks'> => ({
  person: { ...person, role: 'viewer' },
  onlyLooks,
});

/** Somebody of the roster as they may act at this moment: away they only look, present they answer for others, too. */
export const standingOf = (roster: Roster, person: Approver, at: Date): Pick<Identity, 'person' | 'onlyLooks'> => {
  const away = awayAt(person, at);
  if (away === undefined) return { person: onDuty(roster, at).approvers.find(({ id }) => id === person.id) ?? person };
  return looking(person, `${person.id} is away until ${away.until}; ${away.delegate} decides in their place`);
};
