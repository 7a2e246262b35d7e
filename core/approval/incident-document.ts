import { actorOf } from '../incident/actor.ts';
import type { Incident } from '../incident/incident.ts';
import { keys, prefixes } from '../incident/keys.ts';
import { terminal } from '../incident/lifecycle.ts';
import { StoredTransition } from '../incident/step.ts';
import { traceIdOf } from '../incident/trace.ts';
import type { Table } from '../incident/table.ts';

/** A step that was started again moved nothing; a reader only wants the moves. */
export const stepsOf = async (table: Pick<Table, 'list'>, id: string) =>
  (await table.list(keys.incident(id).pk, prefixes.transition))
    .map((item) => StoredTransition.parse(item))
    .filter(({ from, to }) => from !== to)
    .map(({ seq, to, at, by, person, reason }) => ({
      seq,
      status: to,
      at,
      by: actorOf({ by, person }),
      ...(reason === undefined ? {} : { reason }),
    }));

/** An incident as an operator reads it; texts as they are stored. */
export const incidentDocument = (incident: Incident) => {
  const { id, status, service, severity, resource, alarm, runbook, openedAt, changedAt, reason } = incident;
  return {
    id,
    traceId: traceIdOf(id),
    status,
    over: terminal.has(status),
    service,
    severity,
    resource,
    alarm: { name: alarm.name, reason: alarm.reason, at: alarm.at, account: alarm.account, region: alarm.region },
    openedAt,
    changedAt,
    ...(runbook === undefined ? {} : { runbook }),
    ...(reason === undefined ? {} : { reason }),
  };
};
