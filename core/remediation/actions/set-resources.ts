import * as z from 'zod';
import { KubernetesName } from '../../incident/kubernetes-name.ts';
import { quantity } from '../../incident/quantity.ts';
import { type ActionState, defineAction, type TouchedField } from '../action.ts';
import { afterOf, deploymentContainers } from '../as-code/kubernetes.ts';
import { PreconditionFailed } from '../errors.ts';
import { type JsonPatchOperation, replaced } from '../json-patch.ts';
import { pointer } from '../json-pointer.ts';
import { deploymentParameters, deploymentTarget } from '../kubernetes/deployment.ts';
import { onlyField } from '../only-field.ts';
import { memoryText, sameQuantity } from '../quantity.ts';

const Memory = z.string().refine((text) => (quantity(text) ?? 0) > 0, 'a memory quantity such as 512Mi');

const Parameters = z.strictObject({
  ...deploymentParameters,
  container: KubernetesName.describe('The container whose limit is set.'),
  memory: z.strictObject({
    times: z.number().gt(1).max(4).describe('The new limit as a multiple of the present one.'),
    atMost: Memory.describe('The new limit is never above this memory quantity, such as `4Gi`.'),
  }),
});

/** The part of an apps/v1 Deployment this action reads. */
const Deployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({
            name: z.string(),
            resources: z
              .object({
                limits: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
              })
              .optional(),
          }),
        ),
      }),
    }),
  }),
});

const limitPath = (container: string): string => `containers.${container}.limits.memory`;

/** Sets the memory limit of one container of a Deployment; the rollout that follows is the workload's own. */
export const setResources = defineAction({
  id: 'set-resources',
  title: 'Set the memory limit of a container',
  provider: 'kubernetes',
  undo: 'restore',
  parameters: Parameters,
  example: {
    parameters: {
      namespace: 'checkout',
      deployment: 'payments-api',
      container: 'app',
      memory: { times: 2, atMost: '4Gi' },
    },
    state: { [limitPath('app')]: '512Mi' },
  },
  target: deploymentTarget,
  same: (_path, a, b) => sameQuantity(a, b),
  permissions: () => [],

  async describe(p, read) {
    const found = await read.get(deploymentTarget(p));
    if (found === undefined) return undefined;
    const state: ActionState = {};
    for (const container of Deployment.parse(found).spec.template.spec.containers) {
      state[limitPath(container.name)] = container.resources?.limits?.['memory'] ?? null;
    }
    return state;
  },

  plan(p, state) {
    const path = limitPath(p.container);
    const before = state[path];
    if (before === undefined) return { kind: 'impossible', reason: `the deployment has no container ${p.container}` };
    const now = quantity(String(before));
    if (now === undefined)
      return { kind: 'impossible', reason: `container ${p.container} has no memory limit to raise` };
    const next = Math.min(now * p.memory.times, quantity(p.memory.atMost) ?? 0);
    if (next <= now)
      return { kind: 'impossible', reason: `the memory limit is ${before}, at most ${p.memory.atMost} is allowed` };
    return { kind: 'planned', touched: [{ path, before, after: memoryText(next) }] };
  },

  asCode(p, touched) {
    const memory = afterOf(touched, limitPath(p.container)) ?? null;
    const manifest = { resources: { limits: { memory } } };
    const hcl = { resources: { limits: new Map([['memory', memory]]) } };
    return { patches: deploymentContainers(deploymentTarget(p), [{ name: p.container, manifest, hcl }]) };
  },

  async apply(p, touched, write) {
    const change = onlyField(touched, limitPath(p.container));
    const live = await write.get(deploymentTarget(p));
    if (live === undefined) throw new PreconditionFailed(`deployment ${p.namespace}/${p.deployment} does not exist`);
    const { containers } = Deployment.parse(live).spec.template.spec;
    await write.patch(deploymentTarget(p), setLimit(containers, change));
  },
});

/** Tests the container's name and its present limit in the same patch that changes it: what moved meanwhile fails. */
const setLimit = (
  containers: z.infer<typeof Deployment>['spec']['template']['spec']['containers'],
  field: TouchedField,
): JsonPatchOperation[] => {
  const index = containers.findIndex((c) => limitPath(c.name) === field.path);
  const container = containers[index];
  const present = container?.resources?.limits?.['memory'] ?? null;
  if (container === undefined || !sameQuantity(present, field.before)) {
    throw new PreconditionFailed(`${field.path}: expected ${String(field.before)}, found ${String(present)}`);
  }
  const at = ['spec', 'template', 'spec', 'containers', index];
  const limit = pointer([...at, 'resources', 'limits', 'memory']);
  return [
    { op: 'test', path: pointer([...at, 'name']), value: container.name },
    ...replaced(limit, present, field.after),
  ];
};
