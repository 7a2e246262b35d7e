import { type Known, openIncident } from '../../core/incident/open-incident.ts';
import { type Resource, resourceKey, scopeKey } from '../../core/incident/resource.ts';
import { alarmOfFindings, type Source } from '../../core/incident/runtime-security/alarm-of-findings.ts';
import {
  findingWrites,
  heardWrite,
  readHeard,
  stillSeenWrite,
} from '../../core/incident/runtime-security/heard-item.ts';
import { admit, type Dropped, type Sighting } from '../../core/incident/runtime-security/noise.ts';
import type { Write } from '../../core/incident/table.ts';
import { targetOf } from '../../core/policy/alarm-target.ts';
import { openOrJoinOnce, unmoved } from './open.ts';
import type { Deps, Outcome } from './outcome.ts';
import { settle } from './settle.ts';

/** The operator is told what was not: counted, and in the log by rule and reason. */
const tellDropped = ({ log, meter }: Deps, resource: Resource, dropped: Dropped): void => {
  const counts = Object.values(dropped).flatMap((reasons) => Object.values(reasons));
  if (counts.length === 0) return;
  meter.count(
    'RuntimeFindingsDropped',
    counts.reduce((sum, n) => sum + n, 0),
  );
  log.info('findings were not told', { resource: resourceKey(resource), dropped });
};

/** People were told of an incident that ended as a report: within the hour the same again is no news. */
const toldThisHour = ({ last }: Known, now: Date): string | undefined =>
  last?.status === 'report_only' && last.changedAt.slice(0, 13) === now.toISOString().slice(0, 13)
    ? last.id
    : undefined;

export type Group = { resource: Resource; sightings: readonly Sighting[] };

/**
 * What was found in one workload or node, told within its budget: it opens or joins the one incident there, with a line of
 * the timeline each, and what is remembered of it is written in the same transaction.
 */
export const takeFindings = (
  deps: Deps,
  source: Source,
  spoke: string | undefined,
  { resource, sightings }: Group,
): Promise<Outcome> => {
  const { table, policy, now, meter, log } = deps;
  const heardScope = scopeKey(resource, spoke);
  const everything = alarmOfFindings(
    sightings.map(({ finding }) => finding),
    source,
  );
  const target = targetOf(policy, everything);
  const scope = scopeKey(target.resource, spoke);

  return settle(deps, `what was heard of ${heardScope}`, async (): Promise<Outcome | 'lost'> => {
    const [heard, known] = await Promise.all([readHeard(table, heardScope), openIncident(table, scope)]);
    const at = now();
    const { incident } = known;
    const open = incident?.id ?? toldThisHour(known, at);
    const { told, dropped, next, stillAt } = admit(sightings, heard, {
      settings: policy.runtimeSecurity,
      now: at,
      open,
    });
    const remembered = (incidentId: string | undefined): Write[] => [
      ...(next === undefined ? [] : [heardWrite(heardScope, heard, { ...next, incidentId }, at)]),
      ...(stillAt === undefined || incidentId === undefined ? [] : [stillSeenWrite(incidentId, stillAt, at)]),
    ];
    const [first] = told;
    if (first === undefined) {
      // Nobody looks again at an incident that ends in the same moment: then what it holds is news once more.
      const asItWas: Write[] = incident === undefined || stillAt === undefined ? [] : [unmoved(incident)];
      const writes = [...remembered(open), ...asItWas];
      if (writes.length > 0 && (await table.transact(writes)).kind === 'lost') return 'lost';
      tellDropped(deps, resource, dropped);
      return { kind: 'ignored', reason: `nothing new of ${resourceKey(resource)}` };
    }
    // By what it was and when it is the whole batch, of which the next delivery may tell another part.
    const { arn, at: since } = everything;
    const alarm = { ...alarmOfFindings(told, source), arn, at: since };
    const outcome = await openOrJoinOnce(deps, alarm, { target, scope, spoke }, known, (incidentId) => [
      ...findingWrites(incidentId, told, at),
      ...remembered(incidentId),
    ]);
    if (outcome === 'lost') return 'lost';
    tellDropped(deps, resource, dropped);
    if ('incidentId' in outcome) log.about({ incidentId: outcome.incidentId });
    meter.count('RuntimeFindings', told.length);
    meter.count(`Alarm_${outcome.kind}`);
    const rules = alarm.metrics.map(({ id }) => id);
    log.info(`findings ${outcome.kind}`, { alarm: alarm.arn, findings: told.length, rules, ...outcome });
    return outcome;
  });
};
