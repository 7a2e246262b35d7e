import { originOf } from '../../core/incident/hub.ts';
import { type Resource, resourceKey, scopeKey } from '../../core/incident/resource.ts';
import { alarmOfFindings, type Source } from '../../core/incident/runtime-security/alarm-of-findings.ts';
import { detect } from '../../core/incident/runtime-security/detect.ts';
import type { ReadLine } from '../../core/incident/runtime-security/event.ts';
import { findingWrites, heardWrite, readHeard } from '../../core/incident/runtime-security/heard-item.ts';
import { admit, type Dropped, type Sighting } from '../../core/incident/runtime-security/noise.ts';
import { readLine } from '../../core/incident/runtime-security/read-line.ts';
import { openIncident, openOrJoinOnce } from './open.ts';
import type { Deps, Outcome } from './outcome.ts';
import { settle } from './settle.ts';
import { targetOf } from './target.ts';
import { UnknownAlarmEvent } from './unknown-alarm-event.ts';
import type { Batch } from './unpack.ts';

/** So many different reasons are logged of a batch in which lines were not understood. */
const mostReasons = 5;

const isEvent = (line: ReadLine): line is Extract<ReadLine, { kind: 'event' }> => line.kind === 'event';

/** What was not understood stays in the log group; the operator gets the count and the reasons. */
const tellRefused = ({ log, meter }: Deps, batch: Batch, lines: readonly ReadLine[]): void => {
  const reasons = lines.flatMap((line) => (line.kind === 'refused' ? [line.reason] : []));
  if (reasons.length === 0) return;
  meter.count('RuntimeLinesRefused', reasons.length);
  const different = [...new Set(reasons)];
  log.warn('lines of the subscription were not understood', {
    logGroup: batch.logGroup,
    lines: reasons.length,
    reasons: different.slice(0, mostReasons),
    ...(different.length > mostReasons ? { moreReasons: different.length - mostReasons } : {}),
  });
};

const tellDropped = ({ log, meter }: Deps, resource: Resource, dropped: Dropped): void => {
  const count = Object.values(dropped).reduce(
    (sum, reasons) => sum + Object.values(reasons).reduce((inner, n) => inner + n, 0),
    0,
  );
  if (count === 0) return;
  meter.count('RuntimeFindingsDropped', count);
  log.info('findings were not told', { resource: resourceKey(resource), dropped });
};

/** One resource's findings: told within their budget, and what is remembered of it in the same transaction. */
const takeGroup = (
  deps: Deps,
  source: Source,
  spoke: string | undefined,
  resource: Resource,
  all: readonly Sighting[],
) => {
  const { table, policy, now } = deps;
  const heardScope = scopeKey(resource, spoke);
  return settle(deps, `what was heard of ${heardScope}`, async (): Promise<Outcome | 'lost'> => {
    const everything = alarmOfFindings(
      all.map(({ finding }) => finding),
      source,
    );
    const target = targetOf(policy, everything);
    const scope = scopeKey(target.resource, spoke);
    const [heard, known] = await Promise.all([readHeard(table, heardScope), openIncident(deps, scope)]);
    const at = now();
    const { told, dropped, next } = admit(all, heard, {
      settings: policy.runtimeSecurity,
      now: at,
      open: known.incident?.id,
    });
    if (told.length === 0) {
      const { kind } =
        next === undefined
          ? { kind: 'committed' as const }
          : await table.transact([heardWrite(heardScope, heard, next, at)]);
      if (kind === 'lost') return 'lost';
      tellDropped(deps, resource, dropped);
      return { kind: 'ignored', reason: `nothing new of ${resourceKey(resource)}` };
    }
    const alarm = alarmOfFindings(told, source);
    const outcome = await openOrJoinOnce(deps, alarm, { target, scope, spoke }, known, (incidentId) => [
      ...findingWrites(incidentId, told, at),
      ...(next === undefined ? [] : [heardWrite(heardScope, heard, { ...next, incidentId }, at)]),
    ]);
    if (outcome === 'lost') return 'lost';
    tellDropped(deps, resource, dropped);
    deps.meter.count('RuntimeFindings', told.length);
    deps.meter.count(`Alarm_${outcome.kind}`);
    deps.log.info(`findings ${outcome.kind}`, {
      alarm: alarm.arn,
      findings: told.length,
      rules: alarm.metrics.map(({ id }) => id),
      ...outcome,
    });
    return outcome;
  });
};

/**
 * Takes in a batch of what agents wrote: almost all of it is nothing and costs no call. Findings of one workload open or
 * join its one incident, with a line of the attack's timeline each. Throws where no line at all was understood: then it is
 * not the log group that was meant.
 */
export const takeRuntime = async (deps: Deps, batch: Batch): Promise<Outcome[]> => {
  const { hub, cluster, meter } = deps;
  const source: Source = {
    account: batch.owner,
    region: hub.region,
    logGroup: batch.logGroup,
    ...(cluster === undefined ? {} : { cluster }),
  };
  const origin = originOf(hub, source);
  if (origin.kind === 'foreign') return [{ kind: 'foreign', reason: origin.reason }];
  const spoke = origin.kind === 'spoke' ? origin.account : undefined;

  const lines = batch.logEvents.map(({ message }) => readLine(message));
  const events = lines.filter(isEvent).map(({ event }) => event);
  meter.count('RuntimeEvents', events.length);
  tellRefused(deps, batch, lines);
  const [first] = lines;
  if (first?.kind === 'refused' && events.length === 0) {
    throw new UnknownAlarmEvent(`log group ${batch.logGroup}: none of ${lines.length} lines: ${first.reason}`);
  }

  const outcomes: Outcome[] = [];
  for (const { resource, sightings } of detect(events, { kind: 'LogGroup', name: batch.logGroup }).values()) {
    outcomes.push(await takeGroup(deps, source, spoke, resource, sightings));
  }
  return outcomes;
};
