import { type Gathered, nothing } from '../../../core/evidence/gathered.ts';
import type { KubernetesObject, LogLine } from '../../../core/evidence/ports.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import type { Random } from '../../engine/random.ts';

const at = new Date('2026-11-20T03:00:00Z');
const before = (ms: number): Date => new Date(at.getTime() - ms);
const hourMs = 3_600_000;

export const benchIncident: Incident = {
  id: 'inc-20261120030000-00000000',
  status: 'detected',
  seq: 1,
  openedAt: at.toISOString(),
  changedAt: at.toISOString(),
  alarm: {
    name: 'checkout-latency',
    arn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout-latency',
    account: '123456789012',
    region: 'eu-central-1',
    kind: 'metric',
    state: 'ALARM',
    reason: 'Threshold Crossed',
    metrics: [{ id: 'm1', namespace: 'ContainerInsights', name: 'm0', dimensions: { Namespace: 'checkout' } }],
    at: at.toISOString(),
  },
  resource: { kind: 'Namespace', name: 'checkout' },
  service: 'checkout',
  severity: 'high',
  leases: [],
};

/** What programs say all day: requests, jobs, retries that succeed, warnings that nobody reads. */
const chatter: readonly ((random: Random) => string)[] = [
  (r) => `INFO GET /api/v1/orders/${r.int(99_999)} 200 in ${r.int(400)} ms trace=${r.uuid()}`,
  (r) => `INFO [worker-${r.int(8)}] job ${r.uuid()} done, ${r.int(900)} rows`,
  (r) => `DEBUG cache ${r.chance(0.8) ? 'hit' : 'miss'} key=basket:${r.int(99_999)}`,
  (r) => `WARN retry ${1 + r.int(3)} of 3 for 10.0.${r.int(255)}.${r.int(255)}:8080 after ${r.int(90)} ms`,
  (r) => JSON.stringify({ level: 'info', msg: `session ${r.uuid()} renewed`, user: r.int(9_999) }),
  (r) => `ERROR client ${r.int(9_999)} sent a malformed header, answered 400`,
  (r) => `ERROR metrics exporter: push took ${500 + r.int(900)} ms, dropped ${r.int(40)} samples`,
];

const workload = (n: number): string => `service-${n}`;
const podName = (n: number, k: number): string => `${workload(n)}-7d9f8c6b5d-x${'bcdfg'.charAt(k % 5)}k${2 + (n % 7)}z`;

const objectsOf = (count: number): KubernetesObject[] => {
  const objects: KubernetesObject[] = [];
  for (let n = 0; objects.length < count; n += 1) {
    const labels = { app: workload(n) };
    const metadata = { name: workload(n), namespace: 'checkout', labels };
    const container = {
      name: 'app',
      image: `registry.internal/${workload(n)}:1.4.2`,
      ports: [{ containerPort: 8080 }],
      env: [{ name: 'NEXT_ADDR', value: `${workload(n + 1)}:8080` }],
      readinessProbe: { httpGet: { port: 8080, path: '/ready' } },
      resources: { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
    };
    objects.push(
      {
        kind: 'Deployment',
        metadata,
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [container] } },
        },
        status: { replicas: 2, readyReplicas: 2, availableReplicas: 2 },
      },
      {
        kind: 'Service',
        metadata,
        spec: { selector: labels, ports: [{ port: 8080, targetPort: 8080, protocol: 'TCP' }] },
      },
      ...[0, 1].map((k) => ({
        kind: 'Pod',
        metadata: {
          ...metadata,
          name: podName(n, k),
          ownerReferences: [{ kind: 'ReplicaSet', name: `${workload(n)}-7d9f8c6b5d` }],
        },
        spec: { nodeName: `node-${n % 9}`, containers: [container] },
        status: {
          phase: 'Running',
          containerStatuses: [
            {
              name: 'app',
              ready: true,
              restartCount: 0,
              state: { running: { startedAt: before(50 * hourMs).toISOString() } },
            },
          ],
        },
      })),
    );
  }
  return objects.slice(0, count);
};

export type Size = { lines: number; series: number; objects: number };

/** A busy, healthy namespace: what is wrong is added to it. */
export const busyNamespace = ({ lines, series, objects }: Size, random: Random): Gathered => ({
  ...nothing,
  logs: Array.from({ length: lines }, (_, n): LogLine => {
    const say = chatter[random.int(chatter.length)] ?? (() => '');
    const source = random.int(40);
    return {
      at: before(hourMs * (1 - n / lines)),
      group: '/checkout/application',
      stream: `${podName(source, source)}_checkout_app`,
      message: say(random),
    };
  }),
  metrics: Array.from({ length: series }, (_, n) => ({
    namespace: 'ContainerInsights',
    name: `m${n}`,
    dimensions: { Namespace: 'checkout' },
    stat: 'Average',
    periodSeconds: 60,
    points: Array.from({ length: 180 }, (_unused, minute) => ({
      at: before((180 - minute) * 60_000),
      value: 100 + 10 * Math.sin(minute / 30) + 4 * random.next(),
    })),
  })),
  objects: objectsOf(objects),
});

/** The lines of one decisive log record, written by one pod in the last minutes. */
export const saying = (gathered: Gathered, text: string, times: number): Gathered => ({
  ...gathered,
  logs: [
    ...gathered.logs,
    ...Array.from({ length: times }, (_, n) => ({
      at: before(240_000 - n * 1_000),
      group: '/checkout/application',
      stream: `${podName(3, 3)}_checkout_app`,
      message: text,
    })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime()),
});

export const benchNow = at;
