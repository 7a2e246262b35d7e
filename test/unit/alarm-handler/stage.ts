import { readFileSync } from 'node:fs';
import type { Actor, Status } from '../../../core/incident/lifecycle.ts';
import { advance, readIncident } from '../../../core/incident/step.ts';
import type { Table } from '../../../core/incident/table.ts';
import { RuntimeSecurity } from '../../../core/incident/runtime-security/settings.ts';
import { Runbook } from '../../../core/policy/runbook.ts';
import { createHandler } from '../../../functions/alarm-handler/handler.ts';
import { hub } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { memoryOnce } from '../../../local/ports/once.ts';
import { collectedLog, collectedMeter } from '../../../local/ports/telemetry.ts';

export const runbook = Runbook.parse({
  id: 'eks-oomkilled',
  title: 'Containers are killed for memory',
  service: 'payments',
  severity: 'high',
  match: { namespace: 'ContainerInsights', metrics: ['pod_container_status_terminated_reason_oom_killed'] },
  resource: { kind: 'Deployment', namespace: '$dimension.Namespace', name: '$dimension.PodName' },
  evidence: {},
});

export const runtimeRunbook = Runbook.parse({
  id: 'runtime-intrusion',
  title: 'Something runs in a container that should not',
  service: 'platform',
  severity: 'critical',
  profile: 'security',
  match: { namespace: 'Sovereign/Runtime', metrics: ['*'] },
  resource: { kind: '$dimension.Kind', namespace: '$dimension.Namespace', name: '$dimension.Name' },
  evidence: {},
});

const { profiles } = policyLayer();

export const now = new Date('2026-11-20T02:13:08.950Z');
export const stack = { account: '123456789012', region: 'eu-central-1', name: 'sovereign-ops' };
export const versions = { policy: 'p1', function: 'alarm-handler@b1' };

export const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(`events/alarm-handler/${name}.json`, 'utf8'));

/** The recorded OOMKilled alarm, of a name, in a state and second of 02:xx of one's own. */
export const oomEvent = (name: string, state: 'ALARM' | 'OK', minute: number, dimensions?: Record<string, string>) => ({
  source: 'aws.cloudwatch',
  alarmArn: `arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${name}`,
  accountId: '123456789012',
  region: 'eu-central-1',
  alarmData: {
    alarmName: name,
    state: { value: state, reason: 'recorded', timestamp: `2026-11-20T02:${minute}:07.318+0000` },
    configuration: {
      metrics: [
        {
          id: 'm1',
          metricStat: {
            metric: {
              namespace: 'ContainerInsights',
              name: 'pod_container_status_terminated_reason_oom_killed',
              dimensions: dimensions ?? { ClusterName: 'harbor', Namespace: 'checkout', PodName: 'payments-api' },
            },
            period: 60,
            stat: 'Maximum',
          },
        },
      ],
    },
  },
});

/** A handler with its table; every call with `forgetful` is a new process whose idempotency records have expired. */
export const stage = (wrap: (table: Table) => Table = (table) => table, clock = (): Date => now) => {
  const { table, all } = memoryTable(clock);
  const log = collectedLog();
  const meter = collectedMeter();
  const deps = {
    table: wrap(table),
    policy: { profiles, runbooks: [runbook, runtimeRunbook], runtimeSecurity: RuntimeSecurity.parse({}) },
    hub,
    versions,
    stack,
    pause: async () => {},
    now: clock,
    log,
    meter,
  };
  const handle = createHandler({ ...deps, once: memoryOnce() });
  const forgetful = (event: unknown) => createHandler({ ...deps, once: memoryOnce() })(event);
  const incident = async (id: string) => {
    const found = await readIncident(table, id);
    if (found === undefined) throw new Error(`no incident ${id}`);
    return found;
  };
  /** Moves an incident as another function would. */
  const move = async (id: string, ...steps: readonly [Status, Actor][]) => {
    for (const [to, by] of steps) await advance(table, await incident(id), { to, by, at: clock(), versions });
  };
  return { table, all, deps, handle, forgetful, incident, move, log, meter };
};
