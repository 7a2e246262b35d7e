import * as z from 'zod';
import { KubernetesName } from '../../incident/kubernetes-name.ts';
import { defineAction } from '../action.ts';
import { afterOf, specField } from '../as-code/kubernetes.ts';
import { replaced } from '../json-patch.ts';
import { pointer } from '../json-pointer.ts';
import { onlyField } from '../only-field.ts';

const Parameters = z.strictObject({
  namespace: KubernetesName.describe('The namespace of the autoscaler.'),
  name: KubernetesName.describe('The name of the HorizontalPodAutoscaler.'),
  minReplicas: z.strictObject({
    plus: z.int().min(1).max(5).describe('How many replicas more than the present lower bound.'),
    atMost: z
      .int()
      .min(1)
      .max(100)
      .describe("The new lower bound is never above this, nor above the autoscaler's own upper bound."),
  }),
});

/** The part of an autoscaling/v2 HorizontalPodAutoscaler this action reads. */
const Autoscaler = z.object({
  spec: z.object({ minReplicas: z.int().optional(), maxReplicas: z.int() }),
});

const target = (p: z.infer<typeof Parameters>) =>
  ({ kind: 'HorizontalPodAutoscaler', namespace: p.namespace, name: p.name }) as const;

/** Raises the lower bound of a HorizontalPodAutoscaler; the upper bound is read and respected, never changed. */
export const setHpaBounds = defineAction({
  id: 'set-hpa-bounds',
  title: 'Set the minimum replicas of an autoscaler',
  provider: 'kubernetes',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: { namespace: 'checkout', name: 'payments-api', minReplicas: { plus: 1, atMost: 10 } },
    state: { minReplicas: 2, maxReplicas: 10 },
  },
  target,
  permissions: () => [],

  async describe(p, read) {
    const found = await read.get(target(p));
    if (found === undefined) return undefined;
    const { minReplicas, maxReplicas } = Autoscaler.parse(found).spec;
    return { minReplicas: minReplicas ?? null, maxReplicas };
  },

  plan(p, state) {
    const { minReplicas, maxReplicas } = state;
    if (typeof minReplicas !== 'number' || typeof maxReplicas !== 'number') {
      return { kind: 'impossible', reason: 'the autoscaler sets no minReplicas of its own' };
    }
    const after = Math.min(minReplicas + p.minReplicas.plus, p.minReplicas.atMost, maxReplicas);
    if (after <= minReplicas) {
      return {
        kind: 'impossible',
        reason: `minReplicas is ${minReplicas} and may not grow (maxReplicas ${maxReplicas})`,
      };
    }
    return { kind: 'planned', touched: [{ path: 'minReplicas', before: minReplicas, after }] };
  },

  asCode(p, touched) {
    const bound = afterOf(touched, 'minReplicas') ?? null;
    const names = { manifest: 'minReplicas', hcl: 'min_replicas' };
    return { patches: specField(target(p), 'kubernetes_horizontal_pod_autoscaler_v2', names, bound) };
  },

  async apply(p, touched, write) {
    const { before, after } = onlyField(touched, 'minReplicas');
    await write.patch(target(p), replaced(pointer(['spec', 'minReplicas']), before, after));
  },
});
