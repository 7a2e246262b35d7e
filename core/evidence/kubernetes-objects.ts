import * as z from 'zod';

/**
 * The fields that are read of each kind, and nothing else of it. The API leaves out or nulls what is not set, so almost
 * everything is optional; the items of a list do not even say their kind. Times that are none are dropped: an old object must not make the evidence fail.
 */
const time = z.iso
  .datetime()
  .transform((text) => new Date(text).toISOString())
  .nullish()
  .catch(undefined);
const text = z.string().nullish();

const metadata = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()).nullish(),
  ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).nullish(),
});

const containerState = z.object({
  waiting: z.object({ reason: text, message: text }).nullish(),
  terminated: z.object({ reason: text, message: text, exitCode: z.number().nullish(), finishedAt: time }).nullish(),
});
const containerStatus = z.object({
  name: z.string(),
  restartCount: z.number().nullish(),
  state: containerState.nullish(),
  lastState: containerState.nullish(),
});
export type ContainerStatus = z.infer<typeof containerStatus>;

export const Pod = z.object({
  metadata,
  spec: z.object({
    containers: z.array(
      z.object({
        name: z.string(),
        resources: z.object({ limits: z.record(z.string(), z.union([z.string(), z.number()])).nullish() }).nullish(),
      }),
    ),
  }),
  status: z.object({
    conditions: z.array(z.object({ type: z.string(), status: z.string(), reason: text, message: text })).nullish(),
    containerStatuses: z.array(containerStatus).nullish(),
    initContainerStatuses: z.array(containerStatus).nullish(),
  }),
});
export type Pod = z.infer<typeof Pod>;

export const Deployment = z.object({
  metadata,
  spec: z.object({ replicas: z.number().nullish() }),
  status: z.object({ readyReplicas: z.number().nullish() }).nullish(),
});
export type Deployment = z.infer<typeof Deployment>;

export const ReplicaSet = z.object({ metadata });
export type ReplicaSet = z.infer<typeof ReplicaSet>;

export const Autoscaler = z.object({
  metadata,
  spec: z.object({
    scaleTargetRef: z.object({ kind: z.string(), name: z.string() }),
    minReplicas: z.number().nullish(),
    maxReplicas: z.number(),
  }),
  status: z.object({ currentReplicas: z.number().nullish() }).nullish(),
});
export type Autoscaler = z.infer<typeof Autoscaler>;

export const Event = z.object({
  involvedObject: z.object({ kind: z.string(), name: z.string() }),
  reason: text,
  message: text,
  count: z.number().nullish(),
  lastTimestamp: time,
  eventTime: time,
});
export type Event = z.infer<typeof Event>;

/** What was listed, by kind. */
export type Listed = {
  Pod: Pod[];
  Deployment: Deployment[];
  ReplicaSet: ReplicaSet[];
  HorizontalPodAutoscaler: Autoscaler[];
  Event: Event[];
};

const schemas = { Pod, Deployment, ReplicaSet, HorizontalPodAutoscaler: Autoscaler, Event } as const;
export const readableKinds: readonly string[] = Object.keys(schemas);

const parseEach = <T>(schema: z.ZodType<T>, objects: readonly unknown[]): T[] =>
  objects.map((object) => schema.safeParse(object)).flatMap((parsed) => (parsed.success ? [parsed.data] : []));

/** The objects of each kind that can be read, and how many could not. */
export const parseListed = (
  objects: Readonly<Record<string, readonly unknown[]>>,
): { listed: Listed; unreadable: number } => {
  const listed: Listed = {
    Pod: parseEach(Pod, objects.Pod ?? []),
    Deployment: parseEach(Deployment, objects.Deployment ?? []),
    ReplicaSet: parseEach(ReplicaSet, objects.ReplicaSet ?? []),
    HorizontalPodAutoscaler: parseEach(Autoscaler, objects.HorizontalPodAutoscaler ?? []),
    Event: parseEach(Event, objects.Event ?? []),
  };
  const given = readableKinds.reduce((sum, kind) => sum + (objects[kind]?.length ?? 0), 0);
  const read = Object.values(listed).reduce((sum, list) => sum + list.length, 0);
  return { listed, unreadable: given - read };
};
