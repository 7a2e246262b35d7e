import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { FunctionWriter } from '../../core/remediation/lambda/port.ts';
import { type AlarmName, alarmPeriodSeconds, alarmStateAt } from './alarms.ts';
import { type Served, servedMetrics } from './served-metrics.ts';
import { stateChange } from './state-change.ts';
import type { Subject, Workload } from './world.ts';

/** A simulated Lambda function that gets more requests than it may handle at a time. */
export type FunctionSpec = {
  name: string;
  memoryMiB: number;
  reserved: number;
  /** How many executions at a time its requests need since `since`; before, half of what is reserved. */
  needs: number;
  alarm: AlarmName;
  since: Date;
};

type Reservation = { at: Date; reserved: number };
type Simulated = {
  spec: FunctionSpec;
  reservations: [Reservation, ...Reservation[]];
  memoryMiB: number;
  revision: number;
};

/** Concurrent executions of the account, as new accounts have them ("Lambda quotas"). */
const accountLimit = 1000;
/** What Lambda keeps for functions that reserve nothing. */
const leastUnreserved = 100;
/** Requests a minute that one execution at a time handles: each takes two seconds. */
const perExecution = 30;

const reservedAt = ({ reservations }: Simulated, t: Date): number =>
  (reservations.findLast(({ at }) => at <= t) ?? reservations[0]).reserved;

const neededAt = ({ spec }: Simulated, t: Date): number => (t < spec.since ? spec.reserved / 2 : spec.needs);

/** How many executions at a time are missing. */
const missingAt = (one: Simulated, t: Date): number => Math.max(0, neededAt(one, t) - reservedAt(one, t));

const dimensions = ({ spec }: Simulated) => ({ FunctionName: spec.name });

/** Names, dimensions and units as Lambda publishes them ("Types of metrics for Lambda functions"). */
const served: Record<string, Served<Simulated>> = {
  'AWS/Lambda/Throttles': { dimensions, sample: (one, from) => missingAt(one, from) * perExecution },
  'AWS/Lambda/Invocations': {
    dimensions,
    // Requests that are throttled are no invocations.
    sample: (one, from) => (neededAt(one, from) - missingAt(one, from)) * perExecution,
  },
  'AWS/Lambda/ConcurrentExecutions': {
    dimensions,
    sample: (one, from) => Math.min(neededAt(one, from), reservedAt(one, from)),
  },
};

const subjectOf = (one: Simulated): Subject => ({
  name: one.spec.name,
  alarm: one.spec.alarm,
  alarmAt: (t) => alarmStateAt((at) => missingAt(one, at) > 0, t),
  alarmEvent: (state, at) =>
    stateChange(
      {
        ...one.spec.alarm,
        description: `Requests to ${one.spec.name} are throttled`,
        metrics: [{ namespace: 'AWS/Lambda', name: 'Throttles', dimensions: dimensions(one) }],
        statistic: 'Sum',
        periodSeconds: alarmPeriodSeconds,
        datapoints: 1,
        threshold: 0,
        bad: missingAt(one, at) * perExecution,
        good: 0,
      },
      state,
      at,
    ),
});

/** Lambda with these functions; what is set holds at once. */
export const simulatedFunctions = (specs: readonly FunctionSpec[], now: () => Date): Workload => {
  const functions = specs.map(
    (spec): Simulated => ({
      spec,
      reservations: [{ at: new Date(0), reserved: spec.reserved }],
      memoryMiB: spec.memoryMiB,
      revision: 1,
    }),
  );
  const find = (name: string): Simulated | undefined => functions.find(({ spec }) => spec.name === name);
  const existing = (name: string): Simulated => {
    const found = find(name);
    if (found === undefined) throw new PreconditionFailed(`there is no function ${name}`);
    return found;
  };
  const unreserved = (): number => accountLimit - functions.reduce((sum, one) => sum + reservedAt(one, now()), 0);
  const revisionOf = ({ revision }: Simulated): string => `revision-${revision}`;

  const lambda: FunctionWriter = {
    async configuration(name) {
      const found = find(name);
      if (found === undefined) return undefined;
      return { memoryMiB: found.memoryMiB, lastUpdate: 'Successful', revisionId: revisionOf(found) };
    },
    async concurrency(name) {
      const found = find(name);
      return found === undefined ? undefined : { reserved: reservedAt(found, now()), unreserved: unreserved() };
    },
    async setMemory(name, memoryMiB, revisionId) {
      const found = existing(name);
      if (revisionOf(found) !== revisionId) throw new PreconditionFailed(`${name} is not of revision ${revisionId}`);
      Object.assign(found, { memoryMiB, revision: found.revision + 1 });
    },
    async setReservedConcurrency(name, reserved) {
      const found = existing(name);
      if (unreserved() + reservedAt(found, now()) - reserved < leastUnreserved) {
        throw new PreconditionFailed(`fewer than ${leastUnreserved} would stay unreserved`);
      }
      found.reservations.push({ at: now(), reserved });
    },
  };
  const { configuration, concurrency } = lambda;
  return {
    subjects: functions.map(subjectOf),
    metrics: servedMetrics(served, functions, now),
    readers: { lambda: { configuration, concurrency } },
    writers: { lambda },
  };
};
