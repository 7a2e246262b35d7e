import * as z from 'zod';
import type { KubernetesObject } from '../../evidence/ports.ts';
import { defineAction, type TouchedField } from '../action.ts';
import { PreconditionFailed } from '../errors.ts';
import { pointer } from '../json-pointer.ts';
import { deploymentParameters, deploymentTarget } from '../kubernetes/deployment.ts';
import { unchangedSince } from '../kubernetes/unchanged-since.ts';
import { onlyField } from '../only-field.ts';
import type { JsonPatchOperation } from '../json-patch.ts';

const Parameters = z.strictObject({
  ...deploymentParameters,
  // A parameter, so that the digest binds it: nothing reads a clock when it runs.
  restartedAt: z.iso.datetime().describe('The value of the annotation, in UTC.'),
});

/** What `kubectl rollout restart` sets; a changed pod template is what starts a rollout. */
const annotation = 'kubectl.kubernetes.io/restartedAt';
const field = 'restartedAt';

/** The part of an apps/v1 Deployment this action reads. */
const Deployment = z.object({
  spec: z.object({
    paused: z.boolean().optional(),
    template: z.object({ metadata: z.object({ annotations: z.record(z.string(), z.string()).optional() }) }),
  }),
});

/**
 * Replaces the pods of a Deployment, as its own rollout strategy allows. There is nothing to put back: `none-needed`,
 * which policy must allow by name in `allowedWithoutUndo`.
 */
export const restartRollout = defineAction({
  id: 'restart-rollout',
  title: 'Restart the pods of a deployment by a rollout',
  provider: 'kubernetes',
  undo: 'none-needed',
  parameters: Parameters,
  example: {
    parameters: { namespace: 'checkout', deployment: 'payments-api', restartedAt: '2026-11-20T03:00:00.000Z' },
    state: { restartedAt: null, paused: false },
  },
  target: deploymentTarget,
  measure: () => 'switch',
  permissions: () => [],

  async describe(p, read) {
    const found = await read.get(deploymentTarget(p));
    if (found === undefined) return undefined;
    const { paused, template } = Deployment.parse(found).spec;
    return { [field]: template.metadata.annotations?.[annotation] ?? null, paused: paused ?? false };
  },

  plan(p, state) {
    const before = state[field] ?? null;
    if (state['paused'] === true) return { kind: 'impossible', reason: 'rollouts of the deployment are paused' };
    if (Date.parse(String(before)) >= Date.parse(p.restartedAt)) {
      return { kind: 'impossible', reason: `the deployment was restarted at ${before}, not before ${p.restartedAt}` };
    }
    return { kind: 'planned', touched: [{ path: field, before, after: p.restartedAt }] };
  },

  asCode: () => ({ patches: [], note: 'nothing to keep: pods were restarted, their template says the same as before' }),

  async apply(p, touched, write) {
    const change = onlyField(touched, field);
    const live = await write.get(deploymentTarget(p));
    if (live === undefined) throw new PreconditionFailed(`deployment ${p.namespace}/${p.deployment} does not exist`);
    await write.patch(deploymentTarget(p), setAnnotation(live, change));
  },
});

const setAnnotation = (live: KubernetesObject, { before, after }: TouchedField): JsonPatchOperation[] => {
  const { annotations } = Deployment.parse(live).spec.template.metadata;
  const present = annotations?.[annotation] ?? null;
  if (present !== before) throw new PreconditionFailed(`${field}: expected ${before}, found ${present}`);
  const all = ['spec', 'template', 'metadata', 'annotations'];
  const one = pointer([...all, annotation]);
  const test = before === null ? unchangedSince(live) : { op: 'test' as const, path: one, value: before };
  if (after === null) return [test, { op: 'remove', path: one }];
  return annotations === undefined
    ? [test, { op: 'add', path: pointer(all), value: { [annotation]: after } }]
    : [test, { op: 'add', path: one, value: after }];
};
