import { applyPatch } from 'rfc6902';
import * as z from 'zod';
import type { KubernetesObject } from '../../core/evidence/ports.ts';
import { type Resource, resourceKey } from '../../core/incident/resource.ts';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { JsonPatchOperation } from '../../core/remediation/json-patch.ts';
import { quantity } from '../../core/incident/quantity.ts';
import { memoryText } from '../../core/remediation/quantity.ts';
import { type App, given, settingsAt } from './app.ts';

/** A stored object and the app it belongs to. */
export type Stored = { app: App; object: KubernetesObject };

const Memory = z.string().transform((text, context) => {
  const value = quantity(text);
  if (value === undefined) context.addIssue(`${text} is no quantity`);
  return value ?? z.NEVER;
});

const PatchedDeployment = z.object({
  metadata: z.object({ generation: z.number(), resourceVersion: z.string() }),
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z
          .array(z.object({ name: z.string(), resources: z.object({ limits: z.object({ memory: Memory }) }) }))
          .min(1),
      }),
    }),
  }),
});
const PatchedAutoscaler = z
  .object({
    metadata: z.object({ resourceVersion: z.string() }),
    spec: z.object({ minReplicas: z.int().min(1), maxReplicas: z.int() }),
  })
  .refine((hpa) => hpa.spec.minReplicas <= hpa.spec.maxReplicas, 'minReplicas must not be above maxReplicas');

/** The object after a JSON Patch, all or nothing. Throws `PreconditionFailed` where the API server answers 422. */
export const patched = (
  target: Resource,
  object: KubernetesObject,
  operations: readonly JsonPatchOperation[],
): KubernetesObject => {
  const next = structuredClone(object);
  const failed = applyPatch(next, structuredClone([...operations])).find((error) => error !== null);
  if (failed !== undefined)
    throw new PreconditionFailed(`${resourceKey(target)}: ${failed.message}`, { cause: failed });
  const schema = target.kind === 'Deployment' ? PatchedDeployment : PatchedAutoscaler;
  const checked = schema.safeParse(next);
  if (!checked.success)
    throw new PreconditionFailed(`${resourceKey(target)}: ${checked.error.issues[0]?.message ?? 'invalid'}`);
  return next;
};

/** The controllers' part: the app gets what the patched object says. */
export const follow = (found: Stored, now: Date): void => {
  const last = settingsAt(found.app, now);
  if (found.object['kind'] === 'Deployment') {
    const { metadata, spec } = PatchedDeployment.parse(found.object);
    const [container] = spec.template.spec.containers;
    const memoryBytes = container?.resources.limits.memory ?? last.memoryBytes;
    applyPatch(found.object, [
      { op: 'replace', path: '/metadata/generation', value: metadata.generation + 1 },
      { op: 'replace', path: '/metadata/resourceVersion', value: String(Number(metadata.resourceVersion) + 1) },
      // The API server stores quantities in their canonical form: 1024Mi is read back as 1Gi.
      {
        op: 'replace',
        path: '/spec/template/spec/containers/0/resources/limits/memory',
        value: memoryText(memoryBytes),
      },
    ]);
    given(found.app, now, { memoryBytes, minReplicas: last.minReplicas });
  } else {
    const { metadata, spec } = PatchedAutoscaler.parse(found.object);
    applyPatch(found.object, [
      { op: 'replace', path: '/metadata/resourceVersion', value: String(Number(metadata.resourceVersion) + 1) },
    ]);
    given(found.app, now, { memoryBytes: last.memoryBytes, minReplicas: spec.minReplicas });
  }
};
