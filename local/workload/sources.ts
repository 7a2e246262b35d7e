import type { Change } from '../../core/evidence/gathered.ts';
import type { Answers, SwitchedSources } from '../../core/evidence/sources.ts';
import { simulatedAlarmHistory } from './alarm-history.ts';
import type { Subject } from './world.ts';

/** What one kind of simulated thing tells beside its metrics and its API. */
export type TellingWorkload = {
  /** What CloudTrail holds of it at `t`. */
  changesAt?(t: Date): Change[];
  /** What RDS tells of an instance at `t`; undefined where it is none of these. */
  databaseAt?(instance: string, t: Date): Answers | undefined;
};

/** CloudTrail shows an event minutes after it happened. */
const lagMs = 5 * 60_000;

const isNamed = (names: readonly string[], { source, resources, parameters }: Change): boolean =>
  names.some((name) => name === source || resources.some((one) => one.name === name)) ||
  // Not every API tells CloudTrail its resources; the simulated look-up finds them by what was asked for.
  Object.values(parameters ?? {}).some((value) => names.includes(String(value)));

/** All switched sources of a simulated account. Nothing is traced in it, and its services never had to stop a task. */
export const simulatedSources = (
  workloads: readonly TellingWorkload[],
  subjects: readonly Subject[],
): Required<SwitchedSources> => ({
  alarmHistory: simulatedAlarmHistory(subjects),
  changes: {
    async lookUp(names, { from, to }) {
      const until = new Date(to.getTime() - lagMs);
      const all = workloads.flatMap((one) => one.changesAt?.(until) ?? []);
      const found = all.filter((change) => change.at >= from && isNamed(names, change));
      return { found, gaps: [`changes: complete up to ${until.toISOString()} only`] };
    },
  },
  stoppedTasks: { stopped: async () => ({ found: { 'ecs:DescribeTasks': { tasks: [] } }, gaps: [] }) },
  databases: {
    async about(instance, { to }) {
      const found = workloads.map((one) => one.databaseAt?.(instance, to)).find((answers) => answers !== undefined);
      return found === undefined
        ? { found: {}, gaps: [`database ${instance}: there is none`] }
        : { found, gaps: [`load of ${instance}: Performance Insights is not enabled`] };
    },
  },
  callGraph: { graph: async () => ({ found: undefined, gaps: ['call graph: nothing was traced'] }) },
});
