import { type Alarm, isBill } from './alarm.ts';

/** Where this system is at home, and the spoke accounts whose alarms it takes besides its own: all in one region. */
export type Hub = { account: string; region: string; spokes: readonly string[] };

/** Where there are spokes, and what their roles ask for besides being named. */
export type SpokeAccess = { hub: Hub; externalId: string };

/** Whose an alarm is. `foreign` says in one line why nothing is read or changed for it. */
export type Origin = { kind: 'own' } | { kind: 'spoke'; account: string } | { kind: 'foreign'; reason: string };

/** In which spoke account something is read, and for which incident: the session there bears its id. */
export type Spoke = { account: string; incidentId: string };

/**
 * Whose an alarm is. Resources of other accounts and regions bear the same names as ours: an alarm that is read against the
 * wrong ones would change the wrong thing.
 */
export const originOf = ({ account, region, spokes }: Hub, alarm: Pick<Alarm, 'account' | 'region'>): Origin => {
  const foreign = (reason: string): Origin => ({ kind: 'foreign', reason });
  if (alarm.region !== region) return foreign(`region ${alarm.region} is not ours, which is ${region}`);
  if (alarm.account === account) return { kind: 'own' };
  return spokes.includes(alarm.account)
    ? { kind: 'spoke', account: alarm.account }
    : foreign(`account ${alarm.account} is neither our own nor in SpokeAccounts`);
};

/**
 * An alarm as it is looked at from here. AWS tells of bills from one region for all: whose it is follows from its account
 * alone, and where the money went is a dimension. Every other alarm stays where it was sent from.
 */
export const seenFrom = ({ region }: Hub, alarm: Alarm): Alarm => (isBill(alarm) ? { ...alarm, region } : alarm);
