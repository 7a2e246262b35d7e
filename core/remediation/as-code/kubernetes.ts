import type { Resource } from '../../incident/resource.ts';
import type { FieldValue, TouchedField } from '../action.ts';
import { kubectlPatch, kubernetesMetadata, terraform } from './builders.ts';
import type { HclBody } from './hcl.ts';
import type { AsCode, CodePatch } from './patch.ts';
import type { Tree } from './yaml.ts';

/** What a container of a pod template becomes, in a manifest and in Terraform. */
export type ContainerCode = { name: string; manifest: { readonly [key: string]: Tree }; hcl: HclBody };

/** The containers of a Deployment that change, and what of them. */
export const deploymentContainers = (target: Resource, containers: readonly ContainerCode[]): CodePatch[] => [
  kubectlPatch(target, {
    spec: { template: { spec: { containers: containers.map(({ name, manifest }) => ({ name, ...manifest })) } } },
  }),
  terraform('kubernetes_deployment_v1', target.name, {
    metadata: kubernetesMetadata(target),
    spec: { template: { spec: { container: containers.map(({ name, hcl }) => ({ name, ...hcl })) } } },
  }),
];

/** One field of the `spec` of an object, which Terraform's Kubernetes provider calls `hcl`. */
export const specField = (
  target: Resource,
  type: string,
  field: { manifest: string; hcl: string },
  value: FieldValue,
): CodePatch[] => [
  kubectlPatch(target, { spec: { [field.manifest]: value } }),
  terraform(type, target.name, { metadata: kubernetesMetadata(target), spec: { [field.hcl]: value } }),
];

/** Nodes come and go with their group: what is said of one is said to the cluster and lies in no code. */
export const nodeScheduling = (target: Resource, touched: readonly TouchedField[]): AsCode => ({
  patches: touched.map(({ path, after }) => kubectlPatch(target, { spec: { [path]: after } })),
  note: 'this holds for this node; a node that replaces it takes new pods',
});

/** The value that a change gives a field; undefined where it does not touch it. */
export const afterOf = (touched: readonly TouchedField[], path: string): FieldValue | undefined =>
  touched.find((field) => field.path === path)?.after;
