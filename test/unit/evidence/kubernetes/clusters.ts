import { nothing, type Gathered } from '../../../../core/evidence/gathered.ts';
import { kubernetesState } from '../../../../core/evidence/kubernetes/state.ts';
import { inNamespace, pod } from '../objects.ts';

const now = new Date('2026-05-04T10:00:00Z');
const since = new Date('2026-05-04T07:00:00Z');
export const at = '2026-05-04T09:58:00Z';

/** What was found of these facts, as `fact name`. */
export const found = (gathered: Partial<Gathered>, facts: RegExp): string[] => [
  ...new Set(
    kubernetesState({ ...nothing, ...gathered }, since, now)
      .findings.filter(({ fact }) => facts.test(fact))
      .map(({ fact, resource }) => `${fact} ${resource.name}`),
  ),
];

export const event = (reason: string, message: string, over: Record<string, unknown> = {}) => ({
  kind: 'Event',
  metadata: { namespace: 'checkout' },
  involvedObject: { kind: 'Node', name: 'quay-2' },
  reason,
  message,
  lastTimestamp: at,
  ...over,
});
export const runs = (
  name: string,
  nodeName: string,
  over: { ready?: boolean; image?: string; containers?: unknown[] } = {},
) => {
  const base = pod(
    {
      phase: 'Running',
      containerStatuses: [{ name: 'app', ready: over.ready ?? true, restartCount: over.ready === false ? 5 : 0 }],
    },
    { name: `${name}-x2x2z`, owner: { kind: 'StatefulSet', name }, labels: { app: name } },
  );
  const containers = over.containers ?? [{ name: 'app', image: over.image ?? `registry/${name}:1` }];
  return inNamespace('Pod', { ...base, spec: { nodeName, containers } });
};
export const serves = (name: string, port: number) =>
  inNamespace('Service', { metadata: { name }, spec: { selector: { app: name }, ports: [{ port }] } });
export const exists = (name: string) => inNamespace('StatefulSet', { metadata: { name }, spec: { replicas: 1 } });
