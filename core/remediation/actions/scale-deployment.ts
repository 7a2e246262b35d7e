import * as z from 'zod';
import type { KubernetesReader } from '../../evidence/ports.ts';
import { defineAction } from '../action.ts';
import { afterOf, specField } from '../as-code/kubernetes.ts';
import { changedCount, countChange } from '../count.ts';
import { PreconditionFailed } from '../errors.ts';
import { replaced } from '../json-patch.ts';
import { pointer } from '../json-pointer.ts';
import { deploymentParameters, deploymentTarget } from '../kubernetes/deployment.ts';
import { onlyField } from '../only-field.ts';

const Parameters = z.strictObject({
  ...deploymentParameters,
  replicas: countChange('replicas'),
});
type Parameters = z.infer<typeof Parameters>;

/** The part of an apps/v1 Deployment this action reads. */
const Deployment = z.object({ spec: z.object({ replicas: z.int().optional() }) });

/** The part of an autoscaling/v2 HorizontalPodAutoscaler that says what it scales. */
const Autoscaler = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ scaleTargetRef: z.object({ kind: z.string(), name: z.string() }) }),
});

/** The autoscaler that owns the replicas of the Deployment; one of unknown form throws, since it could be that one. */
const autoscalerOf = async (p: Parameters, kubernetes: KubernetesReader): Promise<string | null> => {
  const found = await kubernetes.list('HorizontalPodAutoscaler', p.namespace);
  const owner = found
    .map((one) => Autoscaler.parse(one))
    .find(({ spec }) => spec.scaleTargetRef.kind === 'Deployment' && spec.scaleTargetRef.name === p.deployment);
  return owner?.metadata.name ?? null;
};

/** Sets the replicas of a Deployment that no autoscaler scales: what an autoscaler owns it would set back. */
export const scaleDeployment = defineAction({
  id: 'scale-deployment',
  title: 'Set the replicas of a deployment',
  provider: 'kubernetes',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: { namespace: 'checkout', deployment: 'payments-api', replicas: { by: 2, atLeast: 2, atMost: 10 } },
    state: { replicas: 3, autoscaler: null },
  },
  target: deploymentTarget,
  permissions: () => [],

  async describe(p, read) {
    const found = await read.get(deploymentTarget(p));
    if (found === undefined) return undefined;
    const { replicas } = Deployment.parse(found).spec;
    return { replicas: replicas ?? null, autoscaler: await autoscalerOf(p, read) };
  },

  plan(p, { replicas, autoscaler }) {
    if (typeof autoscaler === 'string') {
      return { kind: 'impossible', reason: `the autoscaler ${autoscaler} sets the replicas of this deployment` };
    }
    if (typeof replicas !== 'number') return { kind: 'impossible', reason: 'the deployment sets no replicas' };
    if (replicas === 0) return { kind: 'impossible', reason: 'the deployment was switched off: it has 0 replicas' };
    const { atLeast, atMost } = p.replicas;
    const after = changedCount(replicas, p.replicas);
    if (after === undefined) {
      return { kind: 'impossible', reason: `replicas is ${replicas}, allowed is ${atLeast} to ${atMost}` };
    }
    return { kind: 'planned', touched: [{ path: 'replicas', before: replicas, after }] };
  },

  asCode(p, touched) {
    const replicas = afterOf(touched, 'replicas') ?? null;
    const names = { manifest: 'replicas', hcl: 'replicas' };
    return { patches: specField(deploymentTarget(p), 'kubernetes_deployment_v1', names, replicas) };
  },

  async apply(p, touched, write) {
    const { before, after } = onlyField(touched, 'replicas');
    const autoscaler = await autoscalerOf(p, write);
    if (autoscaler !== null) throw new PreconditionFailed(`the autoscaler ${autoscaler} sets the replicas by now`);
    await write.patch(deploymentTarget(p), replaced(pointer(['spec', 'replicas']), before, after));
  },
});
