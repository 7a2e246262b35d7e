import * as z from 'zod';
import type { KubernetesObject } from '../../evidence/ports.ts';
import { sha256 } from '../digest.ts';

/** Written by the Deployment controller; source: kubernetes, pkg/controller/deployment/util. */
const revisionAnnotation = 'deployment.kubernetes.io/revision';
const hashLabel = 'pod-template-hash';

const Template = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).optional() }),
  spec: z.looseObject({ containers: z.array(z.looseObject({ name: z.string(), image: z.string() })) }),
});
export type Template = z.infer<typeof Template>;

const Revision = z.object({
  [revisionAnnotation]: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
});

const Deployment = z.object({
  metadata: z.object({ uid: z.string(), annotations: Revision }),
  spec: z.object({ paused: z.boolean().optional(), template: Template }),
});

const ReplicaSet = z.object({
  metadata: z.object({
    annotations: Revision,
    ownerReferences: z.array(z.object({ uid: z.string(), controller: z.boolean().optional() })),
  }),
  spec: z.object({ template: Template }),
});

/** A pod template without the label that the controller adds to those of ReplicaSets, and its digest. */
export type Known = { template: Template; digest: string };
export type Rollouts = { paused: boolean; revision: number; present: Known; past: (Known & { revision: number })[] };

const known = ({ metadata: { labels, ...metadata }, ...rest }: Template): Known => {
  const own = Object.entries(labels ?? {}).filter(([label]) => label !== hashLabel);
  const template = { ...rest, metadata: { ...metadata, labels: Object.fromEntries(own) } };
  return { template, digest: sha256(template) };
};

/**
 * The pod template of a Deployment and those it had before, newest first, from its own ReplicaSets: as many as its
 * `revisionHistoryLimit` keeps. A ReplicaSet that is not fully described is none. Throws a `ZodError` for a Deployment that
 * its controller has not seen.
 */
export const rolloutsOf = (deployment: KubernetesObject, replicaSets: readonly KubernetesObject[]): Rollouts => {
  const { metadata, spec } = Deployment.parse(deployment);
  const past = replicaSets
    .map((one) => ReplicaSet.safeParse(one).data)
    .filter((one) => one !== undefined)
    .filter((one) => one.metadata.ownerReferences.some(({ uid, controller }) => controller && uid === metadata.uid))
    .map((one) => ({ ...known(one.spec.template), revision: one.metadata.annotations[revisionAnnotation] }))
    .toSorted((a, b) => b.revision - a.revision);
  return {
    paused: spec.paused ?? false,
    revision: metadata.annotations[revisionAnnotation],
    present: known(spec.template),
    past,
  };
};

/** The images of a pod template, by the path of the field. */
export const imagesOf = ({ spec }: Template): Record<string, string> =>
  Object.fromEntries(spec.containers.map(({ name, image }) => [`containers.${name}.image`, image]));
