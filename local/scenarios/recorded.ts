import type { Alarm } from '../../core/incident/alarm.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import { matchRunbook, resolveResource } from '../../core/policy/match-runbook.ts';
import { base, curable, type Scenario, type Trouble } from './scenario.ts';

/** The simulated workload for a recorded alarm: the one its dimensions name, or the usual one where they name none. */
const troubleOf = ({ name, account, region, metrics }: Alarm): Trouble => {
  const [usual] = base.troubles;
  const dimensions = metrics.map((metric) => metric.dimensions).find((d) => d['PodName'] !== undefined) ?? {};
  const { PodName: app, Namespace: namespace, ClusterName: cluster } = dimensions;
  if (app === undefined || namespace === undefined || cluster === undefined) return usual;
  return { kind: 'app', app, needs: curable, at: { cluster, namespace, alarm: { name, account, region } } };
};

/** Whether a change can follow at all: a runbook finds the resource, has a remedy, and the policy allows the place. */
const canBeRepaired = (alarm: Alarm, { runbooks, policy }: PolicyLayer): boolean => {
  const runbook = matchRunbook(alarm, runbooks);
  const found = runbook === undefined ? undefined : resolveResource(alarm, runbook);
  if (runbook === undefined || found?.kind !== 'resolved' || runbook.remedies.length === 0) return false;
  return policy.allowedNamespaces.includes(found.resource.namespace ?? '');
};

/**
 * The scenario around an alarm event of one's own: what it is about is simulated as a workload that can be cured. What
 * cannot be repaired is expected to end as a report for a person.
 */
export const recordedScenario = (alarm: Alarm, policy: PolicyLayer): Scenario => ({
  ...base,
  name: 'recorded event',
  description: `alarm ${alarm.name}`,
  troubles: [troubleOf(alarm)],
  ends: canBeRepaired(alarm, policy)
    ? base.ends
    : { approve: 'report_only', reject: 'report_only', none: 'report_only' },
});
