import { applyPatch } from 'rfc6902';
import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { CloudResourceWriter } from '../../core/remediation/cloudcontrol/port.ts';

type Properties = Record<string, unknown>;

/**
 * Cloud Control over plain objects by `type identifier`. As the real one it only accepts a change and makes it later:
 * when `settle` is called; until then it accepts no other of that resource. A token that was used makes no second change.
 */
export const fakeCloudResources = (resources: Record<string, Properties>) => {
  const underWay = new Map<string, Properties>();
  const tokens = new Set<string>();
  const cloudcontrol: CloudResourceWriter = {
    get: async (type, identifier) => structuredClone(resources[`${type} ${identifier}`]),
    changing: async (type, identifier) => underWay.has(`${type} ${identifier}`),
    patch: async (type, identifier, operations, token) => {
      const key = `${type} ${identifier}`;
      if (tokens.has(token)) return;
      const next = structuredClone(resources[key]);
      if (next === undefined) throw new PreconditionFailed(`${key} not found`);
      if (underWay.has(key)) throw new PreconditionFailed(`${key} is being changed`);
      const failed = applyPatch(next, structuredClone([...operations])).find((error) => error !== null);
      if (failed !== undefined) throw new PreconditionFailed(failed.message);
      tokens.add(token);
      underWay.set(key, next);
    },
  };
  const settle = (): void => {
    for (const [key, next] of underWay) resources[key] = next;
    underWay.clear();
  };
  return { cloudcontrol, resources, settle };
};
