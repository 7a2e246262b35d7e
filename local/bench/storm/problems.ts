import { digestsPerHour } from '../../../core/approval/notice/budget.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Status } from '../../../core/incident/lifecycle.ts';
import { resourceKey } from '../../../core/incident/resource.ts';
import { readIncident } from '../../../core/incident/step.ts';
import type { Table } from '../../../core/incident/table.ts';
import type { LocalPorts } from '../../ports.ts';
import type { Arrival } from './alarms.ts';
import { changeOf } from './alarms.ts';
import type { Outcome, TakenIn } from './taken-in.ts';
import type { Told } from './told.ts';

/** Alarms that leave nothing but a count and a log line, by the reason in it. */
const counted = new Set(['duplicate', 'still_firing', 'flapping', 'ignored', 'foreign']);

/** What is missing of an alarm that is said to be in the table. */
const unrecorded = async (table: Table, outcome: Outcome): Promise<string[]> => {
  const { kind, incidentId: id = '', name, arn, at } = outcome;
  if (counted.has(kind)) return [];
  const incident = await readIncident(table, id);
  const missing = [`${name} of ${at} is said to be ${kind} in ${id}, and is not`];
  if (incident === undefined) return missing;
  switch (kind) {
    case 'opened':
      return incident.alarm.arn === arn && incident.alarm.at === at ? [] : missing;
    case 'correlated': {
      const record = await table.get(keys.correlated(id, name));
      const joinedAt = record?.['at'];
      return typeof joinedAt === 'string' && joinedAt >= at ? [] : missing;
    }
    case 'self_recovered':
      return incident.status === 'self_recovered' ? [] : missing;
    default:
      return [`${name} of ${at} became ${kind}, which nobody knows`];
  }
};

/** No alarm unaccounted for: each change was taken in, and is in the table or counted with its reason. */
export const alarmProblems = async (
  table: Table,
  arrivals: readonly Arrival[],
  taken: TakenIn,
  { meter }: Pick<LocalPorts, 'meter'>,
  incidents: number,
): Promise<string[]> => {
  const { figures, outcomes } = taken;
  const tally = taken.tally();
  const sum = outcomes.length + figures.buried;
  const known = new Set(outcomes.map(({ arn, at, state }) => `${arn} ${at} ${state}`));
  const changes = arrivals.map(({ event }) => changeOf(event));
  const lost = changes.filter(({ arn, at, state }) => !known.has(`${arn} ${at} ${state}`));
  const records: string[] = [];
  for (const outcome of outcomes) records.push(...(await unrecorded(table, outcome)));
  return [
    ...(sum === figures.deliveries ? [] : [`${figures.deliveries} deliveries, ${sum} outcomes`]),
    ...(figures.buried === 0 ? [] : [`${figures.buried} alarms in the dead-letter queue`]),
    ...lost.slice(0, 5).map(({ name, at, state }) => `nobody knows what became of ${name} ${state} ${at}`),
    ...[...tally].flatMap(([kind, count]) =>
      meter.counts.get(`Alarm_${kind}`) === count
        ? []
        : [`${count} ${kind}, counted ${meter.counts.get(`Alarm_${kind}`)}`],
    ),
    ...(tally.get('opened') === incidents ? [] : [`${tally.get('opened')} opened, ${incidents} incidents`]),
    ...records.slice(0, 5),
  ];
};

/**
 * What an incident of a storm is about can be repaired, so somebody is asked about it, however much fails around it. Only an
 * alarm without a runbook is merely reported.
 */
export const unaskedProblems = async (
  table: Table,
  incidents: readonly { id: string; status: Status }[],
): Promise<string[]> => {
  const reported = incidents.filter(({ status }) => status === 'report_only');
  const read = await Promise.all(reported.map(({ id }) => readIncident(table, id)));
  const unasked = read.filter((incident) => incident !== undefined && incident.resource.kind !== 'Alarm');
  const [first] = unasked;
  return first === undefined
    ? []
    : [`${unasked.length} incidents were only reported, ${resourceKey(first.resource)} for one: ${first.reason ?? ''}`];
};

/** What a storm may cost, and what it may never do. */
export const boundProblems = (
  told: Told,
  { claims, session, policy }: Pick<LocalPorts, 'claims' | 'session' | 'policy'>,
  spentUsd: number,
): string[] => {
  const { noticesPerHour } = policy.policy;
  const { usdPerHour } = policy.models;
  return [
    ...[...told.perRecipient()].flatMap(([to, { notices, digests }]) => [
      ...(notices > noticesPerHour ? [`${to} was sent ${notices} notices`] : []),
      ...(digests > digestsPerHour ? [`${to} was sent ${digests} digests`] : []),
    ]),
    ...(spentUsd > usdPerHour ? [`the model cost ${spentUsd} USD in an hour`] : []),
    ...(claims.taken.size + session.opened.length === 0 ? [] : ['something was executed that nobody approved']),
  ];
};
