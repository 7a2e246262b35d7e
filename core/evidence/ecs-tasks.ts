import * as z from 'zod';
import { type Stopped, stopFact } from './ecs-stop-reasons.ts';
import { type Finding, facts } from './facts.ts';

/** Times are dates in the SDK and text in a recording. */
const time = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html */
const Task = z.object({
  clusterArn: z.string(),
  /** `service:<name>` for a task of a service. */
  group: z.string(),
  stopCode: z.string().nullish(),
  stoppedReason: z.string().nullish(),
  stoppedAt: time.nullish(),
  stoppingAt: time.nullish(),
  taskDefinitionArn: z.string().nullish(),
  containers: z
    .array(z.object({ name: z.string().nullish(), exitCode: z.number().nullish(), reason: z.string().nullish() }))
    .nullish(),
});
type Task = z.infer<typeof Task>;
const Tasks = z.object({ tasks: z.array(z.unknown()) });

type Ended = { fact: NonNullable<ReturnType<typeof stopFact>>; container: string; exitCode?: number; why: string };

/** What ended a task: of what its containers tell and what it tells itself that which proves most. */
const endOf = ({ stopCode, stoppedReason, containers }: Task): Ended | undefined => {
  const own = { code: stopCode ?? '', reason: stoppedReason ?? '' };
  const ended = [undefined, ...(containers ?? [])].flatMap((one): Ended[] => {
    const exit = one?.exitCode == null ? {} : { exitCode: one.exitCode };
    const stopped: Stopped = one === undefined ? own : { ...own, container: { reason: one.reason ?? '', ...exit } };
    const fact = stopFact(stopped);
    if (fact === undefined) return [];
    return [{ fact, container: one?.name ?? '', ...exit, why: one?.reason || own.reason || own.code }];
  });
  // A container says more than the task where both say the same.
  return ended.toReversed().toSorted((a, b) => facts[b.fact].strength - facts[a.fact].strength)[0];
};

const serviceOf = ({ clusterArn, group }: Task): string | undefined => {
  const cluster = clusterArn.split('/').at(-1);
  return group.startsWith('service:') ? `${cluster}/${group.slice('service:'.length)}` : undefined;
};

/**
 * Why tasks of services were stopped since then, told of the service: a fact for each reason and container, with how many tasks
 * had it and when the first did. Tasks that were stopped on purpose, by a rollout, by scaling or by a person, are no finding.
 */
export const ecsTaskFindings = (described: Readonly<Record<string, unknown>>, since: Date): Finding[] => {
  const found = new Map<string, Finding & { data: { tasks: number } }>();
  const tasks = (Tasks.safeParse(described['ecs:DescribeTasks']).data?.tasks ?? [])
    .flatMap((one) => Task.safeParse(one).data ?? [])
    .flatMap((task) => ({ task, at: task.stoppingAt ?? task.stoppedAt }))
    .toSorted((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0));
  for (const { task, at } of tasks) {
    const name = serviceOf(task);
    const end = endOf(task);
    if (name === undefined || end === undefined || (at != null && at < since)) continue;
    const { fact, container, exitCode, why } = end;
    const key = JSON.stringify([name, fact, container]);
    const count = (found.get(key)?.data.tasks ?? 0) + 1;
    const who = container === '' ? '' : `container ${container}: `;
    const exit = exitCode === undefined ? '' : ` (exit code ${exitCode})`;
    const earlier = found.get(key)?.time ?? at?.toISOString();
    found.set(key, {
      fact,
      summary: `${count} stopped tasks: ${who}${why}${exit}`,
      resource: { kind: 'EcsService', name },
      ...(earlier === undefined ? {} : { time: earlier }),
      data: {
        tasks: count,
        ...(container === '' ? {} : { container }),
        ...(exitCode === undefined ? {} : { exitCode }),
        taskDefinition: task.taskDefinitionArn?.split('/').at(-1) ?? '',
      },
      pointer: `aws.json ecs:DescribeTasks ${name}`,
    });
  }
  return [...found.values()];
};
