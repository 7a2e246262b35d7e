import { originOf } from '../../core/incident/hub.ts';
import type { Source } from '../../core/incident/runtime-security/alarm-of-findings.ts';
import { detect } from '../../core/incident/runtime-security/detect.ts';
import type { ReadLine } from '../../core/incident/runtime-security/event.ts';
import { readLine } from '../../core/incident/runtime-security/read-line.ts';
import type { Deps, Outcome } from './outcome.ts';
import { takeFindings } from './take-findings.ts';
import { UnknownAlarmEvent } from './unknown-alarm-event.ts';
import type { Batch } from './unpack.ts';

/** So many different reasons are logged of a batch in which lines were not understood. */
const mostReasons = 5;

/** What was not understood stays in the log group; the operator gets the count and the reasons. */
const tellRefused = ({ log, meter }: Deps, { logGroup }: Batch, lines: readonly ReadLine[]): void => {
  const reasons = lines.flatMap((line) => (line.kind === 'refused' ? [line.reason] : []));
  if (reasons.length === 0) return;
  meter.count('RuntimeLinesRefused', reasons.length);
  const different = [...new Set(reasons)];
  log.warn('lines of the subscription were not understood', {
    logGroup,
    lines: reasons.length,
    reasons: different.slice(0, mostReasons),
    ...(different.length > mostReasons ? { moreReasons: different.length - mostReasons } : {}),
  });
};

/** Thousands of lines of somebody else's are no facts for the audit; that they came is counted and logged. */
const refused = ({ log, meter }: Deps, logGroup: string, reason: string): Outcome => {
  meter.count('Alarm_foreign');
  log.warn('a batch of a foreign account', { logGroup, reason });
  return { kind: 'foreign', reason };
};

/**
 * Takes in a batch of what agents wrote: almost all of it is nothing and costs no call. Findings of one workload open or
 * join its one incident. Throws where no line at all was understood: then it is not the log group that was meant.
 */
export const takeRuntime = async (deps: Deps, batch: Batch): Promise<Outcome[]> => {
  const { hub, cluster, meter } = deps;
  const { owner: account, logGroup } = batch;
  const origin = originOf(hub, { account, region: hub.region });
  if (origin.kind === 'foreign') return [refused(deps, logGroup, origin.reason)];
  const spoke = origin.kind === 'spoke' ? origin.account : undefined;
  // The cluster that this system knows is of its own account.
  const named = spoke === undefined && cluster !== undefined ? { cluster } : {};
  const source: Source = { account, region: hub.region, logGroup, ...named };

  const lines = batch.logEvents.map(({ message }) => readLine(message));
  const events = lines.flatMap((line) => (line.kind === 'event' ? [line.event] : []));
  meter.count('RuntimeEvents', events.length);
  tellRefused(deps, batch, lines);
  const [first] = lines;
  if (first?.kind === 'refused' && events.length === 0) {
    throw new UnknownAlarmEvent(`log group ${logGroup}: none of ${lines.length} lines: ${first.reason}`);
  }

  const outcomes: Outcome[] = [];
  const failures: unknown[] = [];
  for (const group of detect(events, { kind: 'LogGroup', name: logGroup }).values()) {
    try {
      outcomes.push(await takeFindings(deps, source, spoke, group));
    } catch (error) {
      // One workload may not hide the others of its batch; it is thrown when they are taken in.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return outcomes;
};
