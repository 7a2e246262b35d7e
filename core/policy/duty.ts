import type { Approver, Roster } from './roster.ts';

/** Their absence that holds at this moment, or undefined. */
export const awayAt = ({ away }: Approver, at: Date): Approver['away'][number] | undefined =>
  away.find(({ from, until }) => at >= new Date(from) && at < new Date(until));

/**
 * The roster as it is at this moment: whoever is away decides nothing, and their delegate answers for their teams, too,
 * in the delegate's own name and role. A delegation goes one step: a delegate who is away passes nothing on.
 */
export const onDuty = (roster: Roster, at: Date): Roster => {
  const present = roster.approvers.filter((one) => awayAt(one, at) === undefined);
  const absent = roster.approvers.filter((one) => awayAt(one, at) !== undefined);
  const teamsFor = ({ id, teams }: Approver): string[] => [
    ...new Set([...teams, ...absent.flatMap((one) => (awayAt(one, at)?.delegate === id ? one.teams : []))]),
  ];
  return { ...roster, approvers: present.map((one) => ({ ...one, teams: teamsFor(one) })) };
};
