import * as z from 'zod';
import type { KubernetesObject, KubernetesReader } from '../evidence/ports.ts';
import type { Resource } from '../incident/resource.ts';
import { policyResource } from '../remediation/kubernetes/deny-all.ts';
import type { KubernetesWriter, ObjectVersion } from '../remediation/kubernetes/port.ts';
import { answered, parsed, refusal } from './kubernetes-answer.ts';
import { exchange, type KubernetesConfig, type KubernetesRequest } from './kubernetes-http.ts';
import { collectionPath, objectPath, typeOf } from './kubernetes-path.ts';

/** 500 objects a page, as kubectl asks for; ten pages. */
const pageSize = 500;
const maxPages = 10;

const AnyObject = z.record(z.string(), z.unknown());
const List = z.object({
  items: z.array(AnyObject),
  metadata: z.object({ continue: z.string().optional() }).optional(),
});

const get = async (config: KubernetesConfig, target: Resource): Promise<KubernetesObject | undefined> => {
  const request: KubernetesRequest = { method: 'GET', path: objectPath(target) };
  const answer = await exchange(config, request);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw refusal(request, answer);
  return parsed(AnyObject, request, answer);
};

const list = async (config: KubernetesConfig, kind: string, namespace: string): Promise<KubernetesObject[]> => {
  const base = collectionPath(kind, namespace);
  const objects: KubernetesObject[] = [];
  let next = '';
  for (let page = 0; page < maxPages; page += 1) {
    const from = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
    const request: KubernetesRequest = { method: 'GET', path: `${base}?limit=${pageSize}${from}` };
    const { items, metadata } = await answered(config, List, request);
    // Items of a list carry no type; `kubectl get -o json` adds it, and so the evidence reads one form only.
    objects.push(...items.map((item) => ({ ...typeOf(kind), ...item })));
    next = metadata?.continue ?? '';
    if (next === '') break;
  }
  return objects;
};

/**
 * Reads a cluster over its private endpoint; at most 5,000 objects of a list. Throws `NotPermitted` (401, 403, a kind or
 * name that is none), `PreconditionFailed` (other 4xx) or `ProviderUnavailable`.
 */
export const kubernetesReader = (config: KubernetesConfig): KubernetesReader => ({
  get: (target) => get(config, target),
  list: (kind, namespace) => list(config, kind, namespace),
});

/** What a deletion must find: https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.30/#deleteoptions-v1-meta */
const onlyThis = (preconditions: ObjectVersion) => ({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions });

/** The same with the calls that change something, each sent once and never repeated. */
export const kubernetesWriter = (config: KubernetesConfig): KubernetesWriter => ({
  ...kubernetesReader(config),
  patch: async (target, operations) => {
    const request: KubernetesRequest = { method: 'PATCH', path: objectPath(target), body: JSON.stringify(operations) };
    return answered(config, AnyObject, request);
  },
  createPolicy: async (policy) => {
    const path = collectionPath(policy.kind, policy.metadata.namespace);
    return answered(config, AnyObject, { method: 'POST', path, body: JSON.stringify(policy) });
  },
  deletePolicy: async ({ namespace, name }, version) => {
    const path = objectPath(policyResource(namespace, name));
    await answered(config, AnyObject, { method: 'DELETE', path, body: JSON.stringify(onlyThis(version)) });
  },
});
