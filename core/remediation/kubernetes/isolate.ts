import * as z from 'zod';
import type { KubernetesObject } from '../../evidence/ports.ts';
import type { ActionState, TouchedField } from '../action.ts';
import { PreconditionFailed, ProviderUnavailable } from '../errors.ts';
import type { JsonPatchOperation } from '../json-patch.ts';
import { pointer } from '../json-pointer.ts';
import { denyAllPolicy, policyResource } from './deny-all.ts';
import { denies, describeIsolation, fields, labelsOf, obstacle, selectorOf, wantedPolicy } from './isolation.ts';
import type { KubernetesWriter, ObjectVersion } from './port.ts';
import { labelPath, labelValue, policyOf, type QuarantineTarget, quarantined, quarantineLabel } from './quarantine.ts';
import { unchangedSince } from './unchanged-since.ts';

const Versioned = z.object({ metadata: z.object({ uid: z.string().min(1), resourceVersion: z.string().min(1) }) });

type Both = { label: TouchedField; policy: TouchedField };

const bothOf = (touched: readonly TouchedField[]): Both => {
  const named = new Map(touched.map((field) => [field.path, field]));
  const [label, policy] = [named.get(fields.label), named.get(fields.policy)];
  if (touched.length !== 2 || label === undefined || policy === undefined) {
    throw new PreconditionFailed('isolation sets the label and the policy and nothing else');
  }
  return { label, policy };
};

const expectBefore = (state: ActionState, { label, policy }: Both): void => {
  for (const { path, before } of [label, policy]) {
    if (state[path] !== before) {
      throw new PreconditionFailed(`${path}: expected ${String(before)}, found ${String(state[path])}`);
    }
  }
};

/**
 * The second call of the two. Where it is refused the first one stands: that nothing was changed would be wrong, and so it is
 * not known to be done or undone until somebody looks.
 */
const afterTheFirst = async (first: string, call: () => Promise<unknown>): Promise<void> => {
  try {
    await call();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : 'an unknown error';
    throw new ProviderUnavailable(`${first}, and then: ${why}`, { cause });
  }
};

const setLabel = (live: KubernetesObject, value: string): JsonPatchOperation[] => [
  unchangedSince(live),
  labelsOf(live) === undefined
    ? { op: 'add', path: pointer(['metadata', 'labels']), value: { [quarantineLabel]: value } }
    : { op: 'add', path: labelPath, value },
];

const isolate = async (p: QuarantineTarget, { policy }: Both, write: KubernetesWriter): Promise<void> => {
  const live = await write.get(quarantined(p));
  if (live === undefined) throw new PreconditionFailed(`${p.kind} ${p.namespace}/${p.name} does not exist`);
  // The patch is bound to this version, which is of a later read than the look before it: what was approved is compared again.
  const label = labelsOf(live)?.[quarantineLabel];
  if (label !== undefined) throw new PreconditionFailed(`${fields.label}: expected null, found ${label}`);
  const selector = selectorOf(p, live);
  const wanted = denies(policyOf(p).name, selector);
  if (wanted !== policy.after) throw new PreconditionFailed(`expected ${String(policy.after)}, found ${wanted}`);
  await write.patch(quarantined(p), setLabel(live, labelValue(p)));
  await afterTheFirst('the label is set', () => write.createPolicy(denyAllPolicy(policyOf(p), selector)));
};

const versionOf = (policy: KubernetesObject | undefined): ObjectVersion => {
  const { data } = Versioned.safeParse(policy);
  if (data === undefined) throw new PreconditionFailed('the policy that was read has no uid and resourceVersion');
  return data.metadata;
};

const release = async (p: QuarantineTarget, { policy }: Both, write: KubernetesWriter): Promise<void> => {
  const { namespace, name } = policyOf(p);
  const version = versionOf(await write.get(policyResource(namespace, name)));
  // The version is of a read before this one: whoever changed the policy meanwhile is seen by its text.
  if ((await describeIsolation(p, write))?.[fields.policy] !== policy.before) {
    throw new PreconditionFailed(`${name} is not the policy that was made`);
  }
  await write.deletePolicy({ namespace, name }, version);
  await afterTheFirst('the policy is deleted', () =>
    write.patch(quarantined(p), [
      { op: 'test', path: labelPath, value: labelValue(p) },
      { op: 'remove', path: labelPath },
    ]),
  );
};

/**
 * Two calls, the harmless one first: the label and then the policy; back the other way round. Both fields are looked at before
 * the first, and whether the policy would isolate this workload and no other is looked at again. Throws `PreconditionFailed`
 * or `NotPermitted` while nothing is changed, `ProviderUnavailable` once something may be.
 */
export const setIsolation = async (
  p: QuarantineTarget,
  touched: readonly TouchedField[],
  write: KubernetesWriter,
): Promise<void> => {
  const both = bothOf(touched);
  const state = await describeIsolation(p, write);
  if (state === undefined) throw new PreconditionFailed(`${p.kind} ${p.namespace}/${p.name} does not exist`);
  expectBefore(state, both);
  const isolated = { label: labelValue(p), policy: state[wantedPolicy] };
  if (both.label.after === isolated.label && both.policy.after === isolated.policy) {
    const why = state[obstacle];
    if (typeof why === 'string') throw new PreconditionFailed(why);
    return isolate(p, both, write);
  }
  const wasOurs = both.label.before === isolated.label && both.policy.before === isolated.policy;
  if (!wasOurs || both.label.after !== null || both.policy.after !== null) {
    throw new PreconditionFailed('the approved fields are not those of this workload');
  }
  return release(p, both, write);
};
