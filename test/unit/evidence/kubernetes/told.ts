import { nothing } from '../../../../core/evidence/gathered.ts';
import { kubernetesState } from '../../../../core/evidence/kubernetes/state.ts';
import { inNamespace } from '../objects.ts';

export type Json = Record<string, unknown>;
const since = new Date('2026-11-20T00:00:00Z');
export const now = new Date('2026-11-20T03:00:00Z');

/** What is found, without how many replicas are ready: `fact Kind/name`. */
export const found = (objects: Json[], over: Partial<typeof nothing> = {}) =>
  kubernetesState({ ...nothing, objects, ...over }, since, now).findings.filter(
    ({ fact }) => !['workload_ready', 'replicas_unavailable'].includes(fact),
  );
export const told = (objects: Json[], over: Partial<typeof nothing> = {}): string[] =>
  found(objects, over).map(({ fact, resource }) => `${fact} ${resource.kind}/${resource.name}`);

export const event = (
  kind: string,
  name: string,
  reason: string,
  message: string,
  lastTimestamp = '2026-11-20T02:59:00Z',
) => inNamespace('Event', { involvedObject: { kind, name, namespace: 'checkout' }, reason, message, lastTimestamp });

/** A pod that waits for a node. */
export const waiting = (spec: Json = {}, message?: string, labels: Json = { app: 'ledger' }) =>
  inNamespace('Pod', {
    metadata: { name: 'ledger-0', labels, ownerReferences: [{ kind: 'StatefulSet', name: 'ledger' }] },
    spec: { containers: [{ name: 'app', resources: { requests: { cpu: '1' } } }], ...spec },
    status: {
      phase: 'Pending',
      conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
    },
  });
