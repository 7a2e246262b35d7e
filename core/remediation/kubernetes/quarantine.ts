import * as z from 'zod';
import { KubernetesName } from '../../incident/kubernetes-name.ts';
import type { Resource } from '../../incident/resource.ts';
import { sha256 } from '../digest.ts';
import { pointer } from '../json-pointer.ts';
import { policyPrefix } from './deny-all.ts';

export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Pod'] as const;

/** What names the workload that is isolated. Its name leaves room for what the name of the policy begins with. */
export const quarantineParameters = {
  namespace: KubernetesName.describe('The namespace of the workload.'),
  kind: z.enum(workloadKinds).describe('What it is; `Pod` for a pod that no controller keeps.'),
  name: KubernetesName.max(200).describe('The name of the workload.'),
};
export type QuarantineTarget = { namespace: string; kind: (typeof workloadKinds)[number]; name: string };

/** The label that says that a workload is isolated: docs/eks/admission-policy.yaml lets no other one be set. */
export const quarantineLabel = 'sovereign-ops/quarantine';
export const labelPath = pointer(['metadata', 'labels', quarantineLabel]);

export const quarantined = ({ namespace, kind, name }: QuarantineTarget): Resource => ({ kind, namespace, name });

/**
 * The value of the label: another one for each target, so that it selects one bare pod and no second one. 32 hexadecimal
 * digits, as a label holds 63 characters at most.
 */
export const labelValue = ({ namespace, kind, name }: QuarantineTarget): string =>
  sha256({ namespace, kind, name }).slice(0, 32);

/** The name of the policy of a target; no two targets of a namespace have the same. */
export const policyOf = ({ namespace, kind, name }: QuarantineTarget): { namespace: string; name: string } => ({
  namespace,
  name: `${policyPrefix}${kind.toLowerCase()}-${name}`,
});
