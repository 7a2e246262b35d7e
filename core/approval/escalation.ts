import type { Due } from '../incident/incident.ts';
import type { Approver, Roster } from '../policy/roster.ts';
import type { Quorum } from '../remediation/proposal.ts';
import { quorumMet } from './quorum.ts';

export type Asking = {
  /** Everybody who may decide: `request.approvers`. */
  approvers: readonly string[];
  /** The roster as it is on duty now. */
  roster: Roster;
  /** What comes next for the request: a reminder, or its end. */
  due: Pick<Due, 'does'> | undefined;
  /** Who has decided already: they are not asked again. */
  decided: ReadonlySet<string>;
  /** What the recommended choice needs, and who may decide it. */
  quorum: Quorum;
  mayDecide(person: Approver): boolean;
};

/**
 * Pure: who is sent a link now. The first tier while another reminder is still to come; everybody with the last one, ten
 * minutes after the beginning of fifteen, so that somebody is left before the end. Everybody at once when the first tier
 * alone, with those who have decided, could not complete the recommended choice: waiting would only lose time.
 */
export const askedNow = ({ approvers, roster, due, decided, quorum, mayDecide }: Asking): Approver[] => {
  const present = roster.approvers.filter(({ id }) => approvers.includes(id));
  const count = (people: readonly Approver[]): boolean =>
    quorumMet(
      quorum,
      people.filter((one) => decided.has(one.id) || mayDecide(one)).map(({ id, role }) => ({ approver: id, role })),
    );
  const first = present.filter(({ id, tier }) => tier === 1 || decided.has(id));
  const asked = due?.does === 'remind' && count(first) ? first : present;
  return asked.filter(({ id }) => !decided.has(id));
};
