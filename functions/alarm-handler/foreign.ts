import type { Alarm } from '../../core/incident/alarm.ts';
import { incidentIdFor } from '../../core/incident/incident-id.ts';
import { keys } from '../../core/incident/keys.ts';
import { purgeAt } from '../../core/incident/step.ts';
import { sha256 } from '../../core/remediation/digest.ts';
import type { Deps, Outcome } from './outcome.ts';

/**
 * An alarm that is not of us opens nothing and is not lost either: the audit has one fact of each state change within an
 * hour, however often it is delivered.
 */
export const refuseForeign = async ({ table, now, versions }: Deps, alarm: Alarm, reason: string): Promise<Outcome> => {
  const at = now();
  const time = at.toISOString();
  const fact = { fact: 'foreign_alarm', by: 'alarm-handler', at: time, digests: { alarm: sha256(alarm) }, versions };
  const { account, region, state } = alarm;
  const item = { ...keys.audit(time.slice(0, 13), `foreign#${incidentIdFor(alarm)}#${state}`), purgeAt: purgeAt(at) };
  await table.transact([{ kind: 'create', item: { ...item, ...fact, account, region, state, reason } }]);
  return { kind: 'foreign', reason };
};
