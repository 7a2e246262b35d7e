/** What a task definition of a simulated service is registered with, and whether requests to it fail. */
export type Revision = { revision: number; active: boolean; content: Record<string, unknown>; fails: boolean };

/** A simulated ECS service behind a load balancer. */
export type EcsServiceSpec = {
  cluster: string;
  name: string;
  account: string;
  region: string;
  desiredCount: number;
  loadBalancer: string;
  targetGroup: string;
  /** The one that runs is the last; it was deployed at `deployedAt`, three days ago where that is left out. */
  revisions: readonly Revision[];
  deployedAt?: Date;
  /** Its alarm watches its CPU, or, at the load balancer, its failed requests or how long they take. */
  alarm: { name: string; watches: 'cpu' | 'errors' | 'latency' };
  /** What goes wrong since when: so many tasks are needed, or requests fail whatever runs. */
  trouble?: { since: Date; needsTasks?: number; alwaysFails?: boolean };
};

/** What the service was told to do from a moment on. */
export type Told = { at: Date; desiredCount: number; revision: number };

/** The state of a service: what it is, what it was told over time, and what else is registered in its family. */
export type SimulatedService = { spec: EcsServiceSpec; history: [Told, ...Told[]]; revisions: Revision[] };

const days = 86_400_000;
/** New tasks take traffic this long after they were asked for. */
const startMs = 25_000;

/** A service that runs since three days, with its last revision since `deployedAt`. */
export const running = (spec: EcsServiceSpec, at: Date): SimulatedService => {
  const [first, ...rest] = spec.revisions.slice(-2).map(({ revision }) => revision);
  if (first === undefined) throw new Error(`the simulated service ${spec.name} has no task definition`);
  const start = { at: new Date(at.getTime() - 3 * days), desiredCount: spec.desiredCount };
  const last = rest.at(-1) ?? first;
  return {
    spec,
    revisions: [...spec.revisions],
    history:
      spec.deployedAt === undefined
        ? [{ ...start, revision: last }]
        : [
            { ...start, revision: first },
            { ...start, at: spec.deployedAt, revision: last },
          ],
  };
};

/** What the service was told at `t`. */
export const toldAt = ({ history }: SimulatedService, t: Date): Told =>
  history.findLast(({ at }) => at <= t) ?? history[0];

/** What takes traffic at `t`: tasks come up a little after they were asked for, and go at once. */
export const servingAt = (service: SimulatedService, t: Date): { tasks: number; revision: number } => {
  const ready = toldAt(service, new Date(t.getTime() - startMs));
  return { tasks: Math.min(ready.desiredCount, toldAt(service, t).desiredCount), revision: ready.revision };
};

/** When the deployment that the service is in at `t` began: a changed number of tasks is none. */
export const deployedAt = (service: SimulatedService, t: Date): Date => {
  const { revision } = toldAt(service, t);
  const told = service.history.filter(({ at }) => at <= t);
  const before = told.findLastIndex((one) => one.revision !== revision);
  return (told[before + 1] ?? service.history[0]).at;
};

/** Whether requests fail at `t`. */
export const failsAt = (service: SimulatedService, t: Date): boolean => {
  const { trouble } = service.spec;
  if (trouble?.alwaysFails === true && t >= trouble.since) return true;
  const { revision } = servingAt(service, t);
  return service.revisions.find((one) => one.revision === revision)?.fails ?? false;
};

/** A small wobble between -1 and 1, the same for the same service and minute: real metrics are never flat. */
const wobble = ({ spec }: SimulatedService, t: Date): number => Math.sin(t.getTime() / 60_000 + spec.name.length);

/** CPU in percent that one task uses when there are as many as are needed. */
const usual = 61;

/** How many tasks the load of the moment needs. */
const neededAt = ({ spec: { trouble, desiredCount } }: SimulatedService, t: Date): number =>
  trouble?.needsTasks !== undefined && t >= trouble.since ? trouble.needsTasks : desiredCount;

/** CPU of the service in percent: the load is shared by the tasks that serve, and no task has more than 100. */
export const cpuAt = (service: SimulatedService, t: Date): number =>
  Math.min(99.5, (usual * neededAt(service, t)) / Math.max(1, servingAt(service, t).tasks) + wobble(service, t));

/** How long a request takes on an idle task, in seconds. */
const alone = 0.04;

/**
 * The time in seconds that 99 of 100 requests stay below: ln(100) s / (1 - rho), as in an M/M/1 queue, whose response times
 * are exponential (Kleinrock, 1975, "Queueing Systems I", 3.2).
 */
export const p99SecondsAt = (service: SimulatedService, t: Date): number =>
  (Math.log(100) * alone) / (1 - cpuAt(service, t) / 100);

/** Requests in a minute that one task can take when there are as many as are needed. */
const perTask = 160;

/** Requests in a minute, and how many of them fail. */
export const requestsAt = (service: SimulatedService, t: Date): { all: number; failed: number } => {
  const all = Math.round(perTask * neededAt(service, t) + 25 * wobble(service, t));
  return { all, failed: failsAt(service, t) ? Math.round(0.19 * all) : 0 };
};
