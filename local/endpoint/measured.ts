import type { MetricQuery } from '../../core/evidence/ports.ts';
import type { Alarm } from '../../core/incident/alarm.ts';
import { normalizeAlarms } from '../../core/incident/normalize/normalize.ts';
import { incidentValues } from '../../core/incident/placeholder-values.ts';
import { fillRecord, fillText } from '../../core/incident/placeholders.ts';
import { matchRunbook, resolveResource } from '../../core/policy/match-runbook.ts';
import type { Runbook } from '../../core/policy/runbook.ts';
import type { Subject } from '../workload/world.ts';

/** The alarm of a subject, and what its runbook will read: metrics, each once, and log groups. */
export type Measured = { alarm: Alarm; metrics: readonly MetricQuery[]; logGroups: readonly string[] };

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

/** What must be measured of a subject so that its incident can be diagnosed and its fix judged. Throws without a runbook. */
export const measuredOf = (subject: Subject, runbooks: readonly Runbook[], at: Date): Measured => {
  const [event] = normalizeAlarms(subject.alarmEvent('ALARM', at));
  if (event?.kind !== 'alarm') throw new Error(`${subject.name}: its alarm event is none`);
  const { alarm } = event;
  const runbook = matchRunbook(alarm, runbooks);
  const resolved = runbook === undefined ? undefined : resolveResource(alarm, runbook);
  if (runbook === undefined || resolved?.kind !== 'resolved') throw new Error(`${alarm.name}: no runbook is for it`);
  const values = incidentValues({ alarm, resource: resolved.resource });

  const wanted = [...alarm.metrics, ...runbook.evidence.metrics, ...(runbook.expected?.metrics ?? [])];
  const metrics = new Map<string, MetricQuery>();
  for (const { id, namespace, name, dimensions, stat = 'Average' } of wanted) {
    const filled = fillRecord(dimensions, values);
    if (namespace === undefined || name === undefined || filled.kind === 'unfilled') continue;
    const key = JSON.stringify([namespace, name, Object.entries(filled.value).toSorted(byName)]);
    metrics.set(key, { id, namespace, name, dimensions: filled.value, stat, periodSeconds: 60 });
  }
  const groups = runbook.evidence.logs.map(({ group }) => fillText(group, values));
  const logGroups = groups.flatMap((group) => (group.kind === 'filled' ? [group.value] : []));
  return { alarm, metrics: [...metrics.values()], logGroups: [...new Set(logGroups)] };
};
