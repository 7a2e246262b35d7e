import { defineAction } from '../action.ts';
import { nodeScheduling } from '../as-code/kubernetes.ts';
import {
  describeScheduling,
  NodeParameters,
  nodeTarget,
  planScheduling,
  setScheduling,
} from '../kubernetes/node-scheduling.ts';

/** Keeps new pods away from a node; the pods on it stay. */
export const cordonNode = defineAction({
  id: 'cordon-node',
  title: 'Keep new pods away from a node',
  provider: 'kubernetes',
  undo: 'restore',
  parameters: NodeParameters,
  example: { parameters: { node: 'ip-10-0-1-17.eu-central-1.compute.internal' }, state: { unschedulable: false } },
  target: nodeTarget,
  measure: () => 'switch',
  permissions: () => [],
  describe: describeScheduling,
  plan(p, state) {
    const touched = planScheduling(state, true);
    return touched === undefined
      ? { kind: 'impossible', reason: `node ${p.node} is cordoned already` }
      : { kind: 'planned', touched };
  },
  asCode: (p, touched) => nodeScheduling(nodeTarget(p), touched),
  apply: setScheduling,
});
