import * as z from 'zod';
import type { KubernetesReader } from '../../evidence/ports.ts';
import { defineAction, type TouchedField } from '../action.ts';
import { deploymentContainers } from '../as-code/kubernetes.ts';
import { PreconditionFailed } from '../errors.ts';
import { pointer } from '../json-pointer.ts';
import { deploymentParameters, deploymentTarget } from '../kubernetes/deployment.ts';
import { imagesOf, rolloutsOf, type Rollouts, type Template } from '../kubernetes/rollout-history.ts';
import { unchangedSince } from '../kubernetes/unchanged-since.ts';
import { differences, sideBySide, valueThen } from '../side-by-side.ts';

const Parameters = z.strictObject({
  ...deploymentParameters,
});
type Parameters = z.infer<typeof Parameters>;

const fieldsOf = ({ digest, template }: Rollouts['present']): Record<string, string> => ({
  template: digest,
  ...imagesOf(template),
});

const read = async (p: Parameters, kubernetes: KubernetesReader) => {
  const deployment = await kubernetes.get(deploymentTarget(p));
  if (deployment === undefined) return undefined;
  return { deployment, rollouts: rolloutsOf(deployment, await kubernetes.list('ReplicaSet', p.namespace)) };
};

/** The revision before the present one, when the controller has recorded the present one as such. */
const previousOf = ({ revision, present, past }: Rollouts): Rollouts['present'] | undefined => {
  const recorded = past.some((one) => one.revision === revision && one.digest === present.digest);
  return recorded ? past.find((one) => one.revision < revision) : undefined;
};

/**
 * Puts the pod template of the previous revision back. The touched field is the SHA-256 of the template, so that the
 * approval binds every byte of it while no environment variable is stored or shown; the images beside it are for people.
 * Undo finds the replaced template again by its digest, in the ReplicaSet that the rollout left.
 */
export const undoRollout = defineAction({
  id: 'undo-rollout',
  title: 'Put the pod template of the previous rollout back',
  provider: 'kubernetes',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: { namespace: 'checkout', deployment: 'payments-api' },
    state: sideBySide(
      { paused: false, template: 'b'.repeat(64), 'containers.app.image': 'registry.example/payments:2.1' },
      { template: 'a'.repeat(64), 'containers.app.image': 'registry.example/payments:2.0' },
    ),
  },
  target: deploymentTarget,
  measure: (path) => (path === 'template' ? 'switch' : 'shown'),
  permissions: () => [],

  async describe(p, readers) {
    const found = await read(p, readers);
    if (found === undefined) return undefined;
    const { paused, present } = found.rollouts;
    const previous = previousOf(found.rollouts);
    return sideBySide({ paused, ...fieldsOf(present) }, previous === undefined ? {} : fieldsOf(previous));
  },

  plan(_p, state) {
    if (state['paused'] === true) return { kind: 'impossible', reason: 'rollouts of the deployment are paused' };
    const previous = valueThen(state, 'template');
    if (previous === undefined || previous === state['template']) {
      return { kind: 'impossible', reason: 'no previous revision of the deployment is kept' };
    }
    return { kind: 'planned', touched: differences(state, ['paused']) };
  },

  asCode(p, touched) {
    const images = touched.flatMap(({ path, after }) => {
      const name = /^containers\.(.+)\.image$/.exec(path)?.[1];
      return name === undefined || typeof after !== 'string'
        ? []
        : [{ name, manifest: { image: after }, hcl: { image: after } }];
    });
    return {
      patches: images.length === 0 ? [] : deploymentContainers(deploymentTarget(p), images),
      note: 'only images are written here; take the rest of the failed rollout back where the pod template is kept',
    };
  },

  async apply(p, touched, write) {
    const live = await read(p, write);
    if (live === undefined) throw new PreconditionFailed(`deployment ${p.namespace}/${p.deployment} does not exist`);
    const value = replacement(live.rollouts, touched);
    await write.patch(deploymentTarget(p), [
      unchangedSince(live.deployment),
      { op: 'replace', path: pointer(['spec', 'template']), value },
    ]);
  },
});

/** The kept template that holds every `after`, if the present one holds every `before`. */
const replacement = ({ present, past }: Rollouts, touched: readonly TouchedField[]): Template => {
  const holds = (one: Rollouts['present'], side: 'before' | 'after'): boolean => {
    const fields = fieldsOf(one);
    return touched.every((field) => (fields[field.path] ?? null) === field[side]);
  };
  if (!touched.some(({ path }) => path === 'template')) throw new PreconditionFailed('no template is named');
  if (!holds(present, 'before')) throw new PreconditionFailed('the pod template is not the one that was planned with');
  const kept = past.find((one) => holds(one, 'after'));
  if (kept === undefined) throw new PreconditionFailed('no kept revision holds the planned pod template');
  return kept.template;
};
