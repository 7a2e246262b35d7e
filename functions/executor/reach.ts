import type { Authority } from '../../core/approval/authority.ts';
import type { AlarmReader } from '../../core/evidence/ports.ts';
import { hasState } from '../../core/incident/alarm.ts';
import { type Hub, type Origin, originOf, type Spoke } from '../../core/incident/hub.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { clusterElsewhere } from '../../core/remediation/kubernetes/elsewhere.ts';
import { type Refused, refusedBy } from './refusal.ts';

type Approved = Pick<Authority, 'proposal'>;
export type AlarmSources = { hub: Hub; alarms: AlarmReader; spokeAlarms(spoke: Spoke): Promise<AlarmReader> };

/** Where an approved change goes: by the account that its digest binds, not by what the table says of the alarm. */
const originOfChange = (hub: Hub, { proposal }: Approved): Origin => originOf(hub, proposal);

/** Only our own account and the spokes are changed; the cluster is of our own. */
export const inReach = ({ hub }: { hub: Hub }, approved: Approved): Refused | undefined => {
  const origin = originOfChange(hub, approved);
  if (origin.kind === 'foreign') return refusedBy('account', origin.reason);
  const inCluster = approved.proposal.actions.some(({ provider }) => provider === 'kubernetes');
  return origin.kind === 'spoke' && inCluster ? refusedBy('account', clusterElsewhere(origin.account)) : undefined;
};

/**
 * The state of an alarm in the account that a change within reach goes to. What was found once has no state and does not
 * recover by itself: that it is quiet says nothing about who is still there.
 */
export const alarmIn = async (
  { hub, alarms, spokeAlarms }: AlarmSources,
  { id: incidentId, alarm }: Incident,
  approved: Approved,
): ReturnType<AlarmReader['state']> => {
  if (!hasState(alarm)) return 'ALARM';
  const origin = originOfChange(hub, approved);
  const reader = origin.kind === 'spoke' ? await spokeAlarms({ account: origin.account, incidentId }) : alarms;
  return reader.state(approved.proposal.expected.alarm);
};
