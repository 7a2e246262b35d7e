import type { Runbook } from '../../core/policy/runbook.ts';
import type { World } from '../workload/world.ts';
import type { Clients } from './clients.ts';
import { type Measured, measuredOf } from './measured.ts';
import { createLogGroup, putAlarm, putLogs, putMetrics, setAlarm } from './publish.ts';
import type { StandIn } from './stand-in.ts';

const minuteMs = 60_000;
/** As far back as the analyzer looks. */
const historyMs = 180 * minuteMs;
/** More than a simulated hour of any scenario. */
const maxLines = 5000;

type Options = {
  clients: Pick<Clients, 'cloudWatch' | 'logs'>;
  standIns: readonly StandIn[];
  runbooks: readonly Runbook[];
  /** False: nothing is published of the time before the first measurement. */
  history: boolean;
};

/**
 * What measures at the endpoint, where no load is and nothing can fail: it reads the real resources, has the simulated
 * world follow them, and publishes the metrics, log lines and alarm states that this world shows, on the clock of the run.
 * A minute is published when it is over.
 */
export const agent = ({ clients, standIns, runbooks, history }: Options) => {
  const { cloudWatch, logs } = clients;
  const states = new Map<string, 'ALARM' | 'OK'>();
  let published: number | undefined;
  let measured: readonly Measured[] = [];

  const begin = async (world: World, now: Date): Promise<number> => {
    measured = world.subjects.map((subject) => measuredOf(subject, runbooks, now));
    for (const { alarm, logGroups } of measured) {
      await putAlarm(cloudWatch, alarm);
      for (const group of logGroups) await createLogGroup(logs, group);
    }
    return now.getTime() - (history ? historyMs : 0);
  };

  return async (world: World, now: Date): Promise<void> => {
    for (const standIn of standIns) await standIn.mirror(world);
    published ??= Math.floor((await begin(world, now)) / minuteMs) * minuteMs;
    const until = Math.floor(now.getTime() / minuteMs) * minuteMs;
    if (until > published) {
      const period = { from: new Date(published), to: new Date(until) };
      for (const { metrics, logGroups } of measured) {
        await putMetrics(cloudWatch, metrics, await world.metrics.read(metrics, period));
        for (const group of logGroups) {
          const { lines } = await world.logs.search({ group, limit: maxLines, ...period });
          await putLogs(logs, group, lines);
        }
      }
      published = until;
    }
    for (const { alarm, alarmAt } of world.subjects) {
      const state = alarmAt(now);
      if (states.get(alarm.name) === state) continue;
      await setAlarm(cloudWatch, alarm.name, state);
      states.set(alarm.name, state);
    }
  };
};
