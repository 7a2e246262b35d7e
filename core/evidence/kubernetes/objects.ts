import * as z from 'zod';
import { PodSpec } from './pod-spec.ts';
import { labelSelector, labels, metadata, portRef, quantities, text, time } from './schema.ts';

/** The fields that are read of each kind, and nothing else of it. */
const containerState = z.object({
  running: z.object({ startedAt: time }).nullish(),
  waiting: z.object({ reason: text, message: text }).nullish(),
  terminated: z
    .object({ reason: text, message: text, exitCode: z.number().nullish(), startedAt: time, finishedAt: time })
    .nullish(),
});
const containerStatus = z.object({
  name: z.string(),
  ready: z.boolean().nullish(),
  restartCount: z.number().nullish(),
  state: containerState.nullish(),
  lastState: containerState.nullish(),
});
export type ContainerStatus = z.infer<typeof containerStatus>;

const conditions = z
  .array(z.object({ type: z.string(), status: z.string(), reason: text, message: text, lastTransitionTime: time }))
  .nullish();

export const Pod = z.object({
  metadata,
  spec: PodSpec,
  status: z.object({
    phase: text,
    podIP: text,
    startTime: time,
    conditions,
    containerStatuses: z.array(containerStatus).nullish(),
    initContainerStatuses: z.array(containerStatus).nullish(),
  }),
});
export type Pod = z.infer<typeof Pod>;

/** Deployments, StatefulSets, DaemonSets and ReplicaSets: what runs pods by a template. */
export const Workload = z.object({
  metadata,
  spec: z
    .object({
      replicas: z.number().nullish(),
      selector: labelSelector.nullish(),
      template: z
        .object({ metadata: z.object({ labels, annotations: labels }).nullish(), spec: PodSpec.nullish() })
        .nullish(),
    })
    .nullish(),
  status: z
    .object({
      replicas: z.number().nullish(),
      readyReplicas: z.number().nullish(),
      availableReplicas: z.number().nullish(),
      updatedReplicas: z.number().nullish(),
      desiredNumberScheduled: z.number().nullish(),
      currentNumberScheduled: z.number().nullish(),
      numberReady: z.number().nullish(),
      conditions,
    })
    .nullish(),
});
export type Workload = z.infer<typeof Workload>;

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
  metadata: metadata.partial().nullish(),
  involvedObject: z.object({ kind: z.string(), name: z.string(), namespace: text }),
  reason: text,
  message: text,
  type: text,
  count: z.number().nullish(),
  firstTimestamp: time,
  lastTimestamp: time,
  eventTime: time,
});
export type Event = z.infer<typeof Event>;

export const Service = z.object({
  metadata,
  spec: z.object({
    type: text,
    selector: z.record(z.string(), z.string()).nullish(),
    clusterIP: text,
    ports: z
      .array(
        z.object({ name: text, port: z.number(), targetPort: portRef.nullish(), protocol: text, appProtocol: text }),
      )
      .nullish(),
  }),
});
export type Service = z.infer<typeof Service>;

const addresses = z.array(z.object({ ip: text, targetRef: z.object({ kind: text, name: text }).nullish() })).nullish();
export const Endpoints = z.object({
  metadata,
  subsets: z
    .array(
      z.object({
        addresses,
        notReadyAddresses: addresses,
        ports: z.array(z.object({ name: text, port: z.number(), protocol: text })).nullish(),
      }),
    )
    .nullish(),
});
export type Endpoints = z.infer<typeof Endpoints>;

export const Taint = z.object({ key: z.string(), value: text, effect: text });
export type Taint = z.infer<typeof Taint>;
export const Node = z.object({
  metadata,
  spec: z.object({ unschedulable: z.boolean().nullish(), taints: z.array(Taint).nullish() }).nullish(),
  status: z.object({ conditions, capacity: quantities, allocatable: quantities }).nullish(),
});
export type Node = z.infer<typeof Node>;

export const Lease = z.object({ metadata, spec: z.object({ holderIdentity: text, renewTime: time }).nullish() });
export type Lease = z.infer<typeof Lease>;

export const Claim = z.object({
  metadata,
  spec: z.object({
    accessModes: z.array(z.string()).nullish(),
    storageClassName: text,
    volumeName: text,
    volumeMode: text,
    selector: labelSelector.nullish(),
    resources: z.object({ requests: quantities }).nullish(),
  }),
  status: z.object({ phase: text }).nullish(),
});
export type Claim = z.infer<typeof Claim>;

export const Volume = z.object({
  metadata,
  spec: z.object({
    accessModes: z.array(z.string()).nullish(),
    storageClassName: text,
    capacity: quantities,
    volumeMode: text,
    claimRef: z.object({ namespace: text, name: text }).nullish(),
  }),
  status: z.object({ phase: text }).nullish(),
});
export type Volume = z.infer<typeof Volume>;

export const StorageClass = z.object({ metadata, provisioner: text, volumeBindingMode: text });
export type StorageClass = z.infer<typeof StorageClass>;

export const Quota = z.object({
  metadata,
  spec: z.object({ hard: quantities }).nullish(),
  status: z.object({ hard: quantities, used: quantities }).nullish(),
});
export type Quota = z.infer<typeof Quota>;

/** What only has to exist. */
export const Named = z.object({ metadata });
export type Named = z.infer<typeof Named>;

/** Key names only; values of a Secret are never read. */
export const Secret = z.object({
  metadata,
  type: text,
  data: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((data) => Object.keys(data ?? {})),
});
export type Secret = z.infer<typeof Secret>;

export const ConfigMap = z.object({ metadata, data: z.record(z.string(), z.string()).nullish() });
export type ConfigMap = z.infer<typeof ConfigMap>;

export const NetworkPolicy = z.object({
  metadata,
  spec: z
    .object({
      podSelector: labelSelector.nullish(),
      policyTypes: z.array(z.string()).nullish(),
      ingress: z.array(z.unknown()).nullish(),
      egress: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});
export type NetworkPolicy = z.infer<typeof NetworkPolicy>;
