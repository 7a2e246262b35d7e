import { routingFacts } from '../../../../core/evidence/facts/routing-facts.ts';
import { type Gathered, nothing } from '../../../../core/evidence/gathered.ts';
import { kubernetesState } from '../../../../core/evidence/kubernetes/state.ts';
import { inNamespace } from '../objects.ts';

const now = new Date('2026-11-20T03:00:00Z');
const since = new Date('2026-11-20T00:00:00Z');
export type Thing = Record<string, unknown>;
export type Seen = Partial<Pick<Gathered, 'logs' | 'probes' | 'topology'>>;

export const found = (objects: readonly Thing[], seen: Seen = {}) =>
  kubernetesState({ ...nothing, ...seen, objects }, since, now).findings.filter(({ fact }) => fact in routingFacts);
/** `fact of workload`, the surest first. */
export const told = (objects: readonly Thing[], seen: Seen = {}) =>
  found(objects, seen)
    .toSorted((a, b) => (b.strength ?? 1) - (a.strength ?? 1))
    .map(({ fact, resource }) => `${fact} of ${resource.name}`);

export const deployment = (name: string, container: Thing, spec: Thing = {}, labels: Thing = { app: name }) =>
  inNamespace('Deployment', {
    metadata: { name },
    spec: {
      replicas: 1,
      template: { metadata: { labels }, spec: { ...spec, containers: [{ name: 'app', ...container }] } },
    },
    status: { readyReplicas: 1 },
  });
export const service = (name: string, spec: Thing = {}) =>
  inNamespace('Service', {
    metadata: { name },
    spec: { clusterIP: '10.1.0.1', selector: { app: name }, ports: [{ name: 'grpc', port: 7100 }], ...spec },
  });
export const ports = [{ containerPort: 7100 }];
