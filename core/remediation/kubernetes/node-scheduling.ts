import * as z from 'zod';
import type { KubernetesReader } from '../../evidence/ports.ts';
import { KubernetesName } from '../../incident/kubernetes-name.ts';
import type { ActionState, TouchedField } from '../action.ts';
import { PreconditionFailed } from '../errors.ts';
import type { JsonPatchOperation } from '../json-patch.ts';
import { pointer } from '../json-pointer.ts';
import { onlyField } from '../only-field.ts';
import type { KubernetesWriter } from './port.ts';
import { unchangedSince } from './unchanged-since.ts';

/** Parameters of the two actions on a node: its name, nothing to choose. */
export const NodeParameters = z.strictObject({
  node: KubernetesName.describe('The name of the node.'),
});
type NodeParameters = z.infer<typeof NodeParameters>;

/** The part of a v1 Node that says whether new pods may come; the API server leaves out what is `false`. */
const Node = z.object({ spec: z.object({ unschedulable: z.boolean().optional() }) });

const field = 'unschedulable';
const path = pointer(['spec', field]);

/** A node has no namespace: `allowedTargets` must name it. */
export const nodeTarget = ({ node }: NodeParameters) => ({ kind: 'Node', name: node }) as const;

/** Whether new pods are kept away; undefined where there is no such node. Throws what the reader throws. */
export const describeScheduling = async (
  p: NodeParameters,
  read: KubernetesReader,
): Promise<ActionState | undefined> => {
  const found = await read.get(nodeTarget(p));
  return found === undefined ? undefined : { [field]: Node.parse(found).spec.unschedulable ?? false };
};

/** The one field, from what it is to `after`; undefined when it is that already. */
export const planScheduling = (state: ActionState, after: boolean): TouchedField[] | undefined =>
  state[field] === !after ? [{ path: field, before: !after, after }] : undefined;

/**
 * Sets `spec.unschedulable` if the node still is as `before` says. A field that is not set has no value to test: then the
 * node must be the very one that was read. Throws `PreconditionFailed`.
 */
export const setScheduling = async (
  p: NodeParameters,
  touched: readonly TouchedField[],
  write: KubernetesWriter,
): Promise<void> => {
  const { before, after } = onlyField(touched, field);
  const live = await write.get(nodeTarget(p));
  if (live === undefined) throw new PreconditionFailed(`node ${p.node} does not exist`);
  const { unschedulable } = Node.parse(live).spec;
  const present = unschedulable ?? false;
  if (before !== present || typeof after !== 'boolean') {
    throw new PreconditionFailed(`${field}: expected ${before}, found ${present}`);
  }
  const test: JsonPatchOperation =
    unschedulable === undefined ? unchangedSince(live) : { op: 'test', path, value: unschedulable };
  await write.patch(nodeTarget(p), [test, after ? { op: 'add', path, value: true } : { op: 'remove', path }]);
};
