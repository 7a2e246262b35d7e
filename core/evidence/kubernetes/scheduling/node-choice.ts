import { hasLabels, meets, type Requirement } from '../label-match.ts';
import type { Node } from '../objects.ts';
import type { NodeTerm, PodSpec } from '../pod-spec.ts';

const labelsOf = ({ metadata }: Node): Record<string, string> => metadata.labels ?? {};

/** The terms of the affinity that a node must meet, of which one is enough. */
export const requiredTerms = ({ affinity }: PodSpec): readonly NodeTerm[] =>
  affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];

/** A term without any requirement matches no node. */
const meetsTerm = ({ matchExpressions, matchFields }: NodeTerm, node: Node): boolean => {
  const expressions = matchExpressions ?? [];
  const fields = matchFields ?? [];
  return (
    expressions.length + fields.length > 0 &&
    expressions.every((one) => meets(one, labelsOf(node))) &&
    fields.every((one) => meets(one, { 'metadata.name': node.metadata.name }))
  );
};

/** True when the node has the labels of the pod's node selector. */
export const isSelected = ({ nodeSelector }: PodSpec, node: Node): boolean => hasLabels(nodeSelector, labelsOf(node));

/** True when the node meets the pod's required affinity, or the pod has none. */
export const isAffine = (spec: PodSpec, node: Node): boolean => {
  const terms = requiredTerms(spec);
  return terms.length === 0 || terms.some((term) => meetsTerm(term, node));
};

const positive: readonly string[] = ['In', 'Exists', 'Gt'];

/** True when the pod asks for something by name, not merely for nodes without something. */
export const choosesByName = (spec: PodSpec): boolean =>
  Object.keys(spec.nodeSelector ?? {}).length > 0 ||
  requiredTerms(spec).some(({ matchExpressions, matchFields }) =>
    [...(matchExpressions ?? []), ...(matchFields ?? [])].some(({ operator }) => positive.includes(operator)),
  );

/** Every requirement of the required affinity. */
export const requirementsOf = (spec: PodSpec): Requirement[] =>
  requiredTerms(spec).flatMap(({ matchExpressions, matchFields }) => [
    ...(matchExpressions ?? []),
    ...(matchFields ?? []),
  ]);
