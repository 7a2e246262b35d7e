import type { Node, Taint } from '../objects.ts';
import type { Toleration } from '../pod-spec.ts';

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
const tolerates = ({ key, operator, value, effect }: Toleration, taint: Taint): boolean => {
  if (effect != null && effect !== '' && effect !== taint.effect) return false;
  if (key == null || key === '') return operator === 'Exists';
  if (key !== taint.key) return false;
  return operator === 'Exists' || (value ?? '') === (taint.value ?? '');
};

/** The taints that keep a pod with these tolerations off a node; `PreferNoSchedule` keeps nobody off. */
export const untolerated = ({ spec }: Node, tolerations: readonly Toleration[]): Taint[] =>
  (spec?.taints ?? []).filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );

const cordonKey = 'node.kubernetes.io/unschedulable';
/** Taints with this prefix are put by Kubernetes itself for what is wrong with a node. */
const conditionPrefix = /^node\.(?:kubernetes|cloudprovider\.kubernetes)\.io\//;

/** True for the taint of a cordoned node. */
export const isCordon = ({ key }: Taint): boolean => key === cordonKey;
/** True for a taint that says what is wrong with the node, and not what it is reserved for. */
export const isCondition = ({ key }: Taint): boolean => key !== cordonKey && conditionPrefix.test(key);

const controlPlaneKey = /^node-role\.kubernetes\.io\/(?:control-plane|master)$/;

/** True for a node that is there for the control plane, where workloads are not expected. */
export const isControlPlane = ({ metadata, spec }: Node): boolean =>
  Object.entries(metadata.labels ?? {}).some(
    ([key, value]) =>
      controlPlaneKey.test(key) || (key === 'kubernetes.io/role' && /^(?:master|control-plane)$/.test(value)),
  ) || (spec?.taints ?? []).some(({ key }) => controlPlaneKey.test(key));

/** `dedicated=batch:NoSchedule` */
export const taintText = ({ key, value, effect }: Taint): string =>
  `${key}${value == null || value === '' ? '' : `=${value}`}:${effect ?? ''}`;
