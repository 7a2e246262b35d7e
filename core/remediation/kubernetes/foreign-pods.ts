import * as z from 'zod';
import type { KubernetesObject } from '../../evidence/ports.ts';
import { type LabelSelector, type Labels, selects } from './label-selector.ts';
import type { QuarantineTarget } from './quarantine.ts';

const LabelMap = z.record(z.string(), z.string());
const Owners = z.array(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().optional() }));

const Templated = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string() }),
  spec: z.object({ template: z.object({ metadata: z.object({ labels: LabelMap.default({}) }) }) }),
});
const Pod = z.object({
  metadata: z.object({ name: z.string(), labels: LabelMap.default({}), ownerReferences: Owners.default([]) }),
});

/** What keeps the pods of a workload; a Deployment keeps them by a ReplicaSet. */
const keepers = { Deployment: 'ReplicaSet', StatefulSet: 'StatefulSet', DaemonSet: 'DaemonSet', Pod: '' } as const;

/** What controls a pod, such as `ReplicaSet/receipts-7c9`; undefined for a bare one. Throws a `ZodError`. */
export const keeperOf = (pod: KubernetesObject): string | undefined => {
  const owner = Pod.parse(pod).metadata.ownerReferences.find(({ controller }) => controller === true);
  return owner === undefined ? undefined : `${owner.kind}/${owner.name}`;
};

const isKept = (pod: KubernetesObject, { kind, name }: QuarantineTarget): boolean => {
  const keeper = keeperOf(pod) ?? '';
  return kind === 'Deployment' ? keeper.startsWith(`${keepers.Deployment}/${name}-`) : keeper === `${kind}/${name}`;
};

export type Neighbors = { workloads: readonly KubernetesObject[]; pods: readonly KubernetesObject[] };

/** The labels of the living pods that a selector selects. Throws a `ZodError` for what is no pod. */
export const selectedLabels = (pods: readonly KubernetesObject[], selector: LabelSelector): Labels[] =>
  pods.map((pod) => Pod.parse(pod).metadata.labels).filter((labels) => selects(selector, labels));

/**
 * Whoever else a selector would cut off: another Deployment, StatefulSet or DaemonSet of the namespace by the labels of its pod
 * template, or a living pod that something else keeps, such as a Job. Throws a `ZodError` for what it cannot read.
 */
export const foreignPods = ({ workloads, pods }: Neighbors, selector: LabelSelector, p: QuarantineTarget): string[] => [
  ...workloads
    .map((one) => Templated.parse(one))
    .filter(({ kind, metadata }) => !(kind === p.kind && metadata.name === p.name))
    .filter(({ spec }) => selects(selector, spec.template.metadata.labels))
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
  ...pods
    .filter((pod) => selects(selector, Pod.parse(pod).metadata.labels))
    .filter((pod) => (p.kind === 'Pod' ? Pod.parse(pod).metadata.name !== p.name : !isKept(pod, p)))
    .map((pod) => `Pod ${Pod.parse(pod).metadata.name}`),
];
