import { defineAction } from '../action.ts';
import { nodeScheduling } from '../as-code/kubernetes.ts';
import {
  describeScheduling,
  NodeParameters,
  nodeTarget,
  planScheduling,
  setScheduling,
} from '../kubernetes/node-scheduling.ts';

/** Lets new pods come to a cordoned node again. */
export const uncordonNode = defineAction({
  id: 'uncordon-node',
  title: 'Let new pods come to a node again',
  provider: 'kubernetes',
  undo: 'restore',
  parameters: NodeParameters,
  example: { parameters: { node: 'ip-10-0-1-17.eu-central-1.compute.internal' }, state: { unschedulable: true } },
  target: nodeTarget,
  measure: () => 'switch',
  permissions: () => [],
  describe: describeScheduling,
  plan(p, state) {
    const touched = planScheduling(state, false);
    return touched === undefined
      ? { kind: 'impossible', reason: `node ${p.node} is not cordoned` }
      : { kind: 'planned', touched };
  },
  asCode: (p, touched) => nodeScheduling(nodeTarget(p), touched),
  apply: setScheduling,
});
