import * as z from 'zod';
import { defineAction } from '../action.ts';
import { policyResource } from '../kubernetes/deny-all.ts';
import { setIsolation } from '../kubernetes/isolate.ts';
import { describeIsolation, fields, obstacle, wantedPolicy } from '../kubernetes/isolation.ts';
import { labelValue, policyOf, quarantined, quarantineParameters } from '../kubernetes/quarantine.ts';

const example = { namespace: 'checkout', kind: 'Deployment', name: 'receipts' } as const;

/**
 * Cuts the pods of one workload off from everything, and leaves them running: what is in their memory and on their disks is
 * evidence. The pod template stays as it is, so that nothing restarts.
 */
export const isolatePod = defineAction({
  id: 'isolate-pod',
  title: 'Cut the pods of a workload off from the network',
  provider: 'kubernetes',
  undo: 'restore',
  parameters: z.strictObject(quarantineParameters),
  disrupts: 'the workload can neither be reached nor reach anything',
  example: {
    parameters: example,
    state: {
      [fields.label]: null,
      [fields.policy]: null,
      [wantedPolicy]: `${policyOf(example).name}: no traffic in or out of pods with app=receipts`,
      [obstacle]: null,
    },
  },
  target: quarantined,
  would: ({ namespace, kind, name }) =>
    `would cut the pods of ${kind} ${namespace}/${name} off from the network, and leave them running`,
  // The label says what the policy does: the policy alone is judged.
  measure: (path) => (path === fields.policy ? 'switch' : 'shown'),
  permissions: () => [],
  clusterCalls(p) {
    const policy = policyResource(p.namespace, policyOf(p).name);
    return [
      { verb: 'patch', target: quarantined(p) },
      { verb: 'create', target: policy },
      { verb: 'delete', target: policy },
    ];
  },
  describe: describeIsolation,

  plan(p, state) {
    const { [fields.label]: label, [fields.policy]: policy, [wantedPolicy]: wanted, [obstacle]: why } = state;
    if (policy !== null) return { kind: 'impossible', reason: `there is a NetworkPolicy ${policyOf(p).name} already` };
    if (label !== null) return { kind: 'impossible', reason: `it is labelled as isolated already: ${String(label)}` };
    if (typeof why === 'string') return { kind: 'impossible', reason: why };
    if (typeof wanted !== 'string') return { kind: 'impossible', reason: 'its selector is not known' };
    return {
      kind: 'planned',
      touched: [
        { path: fields.label, before: null, after: labelValue(p) },
        { path: fields.policy, before: null, after: wanted },
      ],
    };
  },

  asCode: (p) => ({
    patches: [],
    note: `nothing to keep: ${policyOf(p).name} goes when the isolation is undone; whatever prunes the namespace must leave it alone until then`,
  }),
  apply: setIsolation,
});
