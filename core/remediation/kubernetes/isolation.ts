import * as z from 'zod';
import type { KubernetesObject, KubernetesReader } from '../../evidence/ports.ts';
import type { ActionState } from '../action.ts';
import { sha256 } from '../digest.ts';
import { allowingPolicies } from './allowing-policies.ts';
import { deniedSelector, policyResource } from './deny-all.ts';
import { foreignPods, keeperOf, type Neighbors, selectedLabels } from './foreign-pods.ts';
import { LabelSelector, selectorText, selectsAll } from './label-selector.ts';
import { labelValue, policyOf, type QuarantineTarget, quarantined, quarantineLabel } from './quarantine.ts';

/** The two fields that isolation touches. */
export const fields = { label: 'quarantineLabel', policy: 'networkPolicy' } as const;
/** Why nothing can be planned, null when it can; and what the policy would say. */
export const obstacle = 'obstacle';
export const wantedPolicy = 'wantedPolicy';

const LabelMap = z.record(z.string(), z.string());
const Labelled = z.object({ metadata: z.object({ labels: LabelMap.optional() }) });
const PodSpec = z.object({ hostNetwork: z.boolean().optional() });
const Workload = z.object({
  spec: z.object({
    selector: LabelSelector,
    template: z.object({ metadata: z.object({ labels: LabelMap.default({}) }), spec: PodSpec }),
  }),
});
const BarePod = z.object({ metadata: z.object({ labels: LabelMap.default({}) }), spec: PodSpec });

/** The labels of an object; undefined where it has none at all. Throws a `ZodError`. */
export const labelsOf = (object: KubernetesObject): Record<string, string> | undefined =>
  Labelled.parse(object).metadata.labels;

/** The reader gives so many objects of a list at the most: with as many, some may be missing. */
const mostListed = 5000;

/** Which pods a policy for the workload selects, for good: a workload's selector cannot be changed. Throws a `ZodError`. */
export const selectorOf = (p: QuarantineTarget, object: KubernetesObject): LabelSelector =>
  p.kind === 'Pod' ? { matchLabels: { [quarantineLabel]: labelValue(p) } } : Workload.parse(object).spec.selector;

/** What a policy of ours says, in one line: the value that is approved. */
export const denies = (name: string, selector: LabelSelector): string =>
  `${name}: no traffic in or out of pods with ${selectorText(selector)}`;

/** A policy in one line, which is the same for the same content; of one that is not ours its digest. */
const policyText = (name: string, policy: KubernetesObject): string => {
  const selector = deniedSelector(policy);
  return selector === undefined
    ? `${name}: another policy, SHA-256 ${sha256(policy['spec'] ?? null)}`
    : denies(name, selector);
};

const neighborsOf = async (namespace: string, read: KubernetesReader): Promise<Neighbors & { whole: boolean }> => {
  const kinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Pod'];
  const [deployments = [], statefulSets = [], daemonSets = [], pods = []] = await Promise.all(
    kinds.map((kind) => read.list(kind, namespace)),
  );
  const workloads = [...deployments, ...statefulSets, ...daemonSets];
  const whole = [deployments, statefulSets, daemonSets, pods].every(({ length }) => length < mostListed);
  return { workloads, pods, whole };
};

/** Why a deny-all policy would not isolate exactly this workload. What cannot be read is a reason, too. */
const whyNot = async (
  p: QuarantineTarget,
  object: KubernetesObject,
  selector: LabelSelector,
  read: KubernetesReader,
): Promise<string | null> => {
  const own =
    p.kind === 'Pod'
      ? { ...BarePod.parse(object), keeper: keeperOf(object) }
      : { ...Workload.parse(object).spec.template, keeper: undefined };
  if (own.keeper !== undefined) return `the pod is kept by ${own.keeper}, which must be isolated instead`;
  if (own.spec.hostNetwork === true) return 'its pods use the network of their node, which no NetworkPolicy bounds';
  if (selectsAll(selector)) return 'its selector selects every pod of the namespace';
  const [policies, neighbors] = await Promise.all([
    read.list('NetworkPolicy', p.namespace),
    neighborsOf(p.namespace, read),
  ]);
  if (!neighbors.whole || policies.length >= mostListed) return 'the namespace has more objects than are read';
  const foreign = foreignPods(neighbors, selector, p);
  if (foreign.length > 0) return `its selector would cut off ${foreign.slice(0, 3).join(', ')}, too`;
  const labels = [own.metadata.labels, ...selectedLabels(neighbors.pods, selector)];
  const allowing = allowingPolicies(policies, labels);
  return allowing.length > 0
    ? `NetworkPolicy ${allowing.slice(0, 3).join(', ')} would go on allowing traffic of its pods`
    : null;
};

/** Whether the workload is isolated and whether it can be; undefined where there is none. Throws what the reader throws. */
export const describeIsolation = async (
  p: QuarantineTarget,
  read: KubernetesReader,
): Promise<ActionState | undefined> => {
  const { name, namespace } = policyOf(p);
  const [object, policy] = await Promise.all([read.get(quarantined(p)), read.get(policyResource(namespace, name))]);
  if (object === undefined) return undefined;
  const selector = selectorOf(p, object);
  return {
    [fields.label]: labelsOf(object)?.[quarantineLabel] ?? null,
    [fields.policy]: policy === undefined ? null : policyText(name, policy),
    [wantedPolicy]: denies(name, selector),
    [obstacle]: await whyNot(p, object, selector, read),
  };
};
