import { describe, expect, it } from 'vitest';
import { type Gathered, type Measured, nothing, type Probe } from '../../../../core/evidence/gathered.ts';
import { kubernetesState } from '../../../../core/evidence/kubernetes/state.ts';
import { inNamespace, pod } from '../objects.ts';
import { at, event, exists, found, runs } from './clusters.ts';

const ready = (status: string, reason: string, message: string) => [
  { type: 'Ready', status, reason, message, lastTransitionTime: at },
];
const healthy = ready('True', 'KubeletReady', 'kubelet is posting ready status');
const node = (name: string, conditions: unknown[] = healthy, labels: Record<string, string> = {}) => ({
  kind: 'Node',
  metadata: { name, labels },
  status: { conditions },
});
const lease = (name: string, renewTime: string) => ({
  kind: 'Lease',
  metadata: { name, namespace: 'kube-node-lease' },
  spec: { holderIdentity: name, renewTime },
});
const unit = (name: string, service: string, active: boolean | null, detail = ''): Probe => ({
  check: 'node-service',
  node: name,
  service,
  active,
  detail,
});
const reach = (service: string, detail: string): Probe => ({
  check: 'connectivity',
  service,
  namespace: 'checkout',
  port: 80,
  result: 'partial',
  detail,
});
describe('faults of nodes', () => {
  const facts = /_down$|^node_not_ready$/;
  const socket = 'dial unix /run/containerd/containerd.sock: connect: no such file or directory';
  const posted = ready('Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.');
  const noRuntime = ready('False', 'KubeletNotReady', 'container runtime is down');
  const waits = inNamespace('Pod', { ...pod({ phase: 'Pending' }), spec: { containers: [] } });
  const harbor = node('harbor-0', healthy, { 'node-role.kubernetes.io/control-plane': '' });
  const split = (service: string) => reach(service, 'on quay-1: timed out\non quay-2: open\non quay-3: open');

  const table: [string, Partial<Gathered>, string[]][] = [
    ['a unit that a check found dead', { probes: [unit('quay-1', 'kubelet', false)] }, ['kubelet_down quay-1']],
    [
      'a unit that systemd calls failed where the check could not say',
      { probes: [unit('quay-1', 'crio', null, 'Active: failed (Result: exit-code)')] },
      ['container_runtime_down quay-1'],
    ],
    ['units that run', { probes: [unit('quay-1', 'kubelet', true), unit('quay-1', 'sshd', false)] }, []],
    [
      'a kubelet that stopped posting',
      { objects: [node('quay-1', posted)] },
      ['kubelet_down quay-1', 'node_not_ready quay-1'],
    ],
    [
      'a node that went silent although its kubelet was seen to run',
      { objects: [node('quay-1', posted)], probes: [unit('quay-1', 'kubelet', true)] },
      ['node_not_ready quay-1'],
    ],
    [
      'a kubelet that died so lately that only its lease is late',
      {
        objects: [node('quay-1'), lease('quay-1', '2026-05-04T09:58:00Z'), lease('quay-2', '2026-05-04T09:59:50Z')],
      },
      ['kubelet_down quay-1'],
    ],
    [
      'leases that are all as old as the list',
      { objects: [node('quay-1'), lease('quay-1', '2026-05-04T09:40:00Z'), lease('quay-2', '2026-05-04T09:40:10Z')] },
      [],
    ],
    [
      'a runtime that the kubelet misses',
      { objects: [node('quay-2', noRuntime)] },
      ['container_runtime_down quay-2', 'node_not_ready quay-2'],
    ],
    [
      'a runtime socket that is gone',
      { objects: [node('quay-2'), event('ContainerGCFailed', socket)] },
      ['container_runtime_down quay-2'],
    ],
    [
      'a runtime that has come back since',
      {
        objects: [
          node('quay-2'),
          event('ContainerGCFailed', socket, { lastTimestamp: '2026-05-04T09:50:00Z' }),
          event('NodeReady', 'Node quay-2 status is now: NodeReady'),
        ],
      },
      [],
    ],
    [
      'a runtime that has started a container since',
      {
        objects: [
          node('quay-2'),
          event('ContainerGCFailed', socket, { lastTimestamp: '2026-05-04T09:50:00Z' }),
          inNamespace('Pod', {
            ...pod({
              phase: 'Running',
              containerStatuses: [{ name: 'app', state: { running: { startedAt: '2026-05-04T09:51:00Z' } } }],
            }),
            spec: { nodeName: 'quay-2', containers: [] },
          }),
        ],
      },
      [],
    ],
    [
      'a node that is not ready for another reason',
      { objects: [node('quay-2', ready('False', 'KubeletNotReady', 'cni plugin not initialized'))] },
      ['node_not_ready quay-2'],
    ],
    ['a pod that nobody looked at', { objects: [waits, harbor, node('quay-1')] }, ['scheduler_down harbor-0']],
    [
      'a pod that the scheduler refused',
      {
        objects: [
          waits,
          harbor,
          event('FailedScheduling', 'no nodes', { involvedObject: { kind: 'Pod', name: 'payments-api-6d5f-x2x2z' } }),
        ],
      },
      [],
    ],
    [
      'a node from which no Service is reached',
      { objects: [node('quay-1'), node('quay-2'), node('quay-3')], probes: ['a', 'b', 'c'].map(split) },
      ['kube_proxy_down quay-1'],
    ],
    [
      'a Service that nobody reaches',
      {
        objects: [node('quay-1'), node('quay-2')],
        probes: ['a', 'b', 'c'].map((name) => reach(name, 'on quay-1: failed\non quay-2: failed')),
      },
      [],
    ],
  ];
  it.each(table)('%s', (_, gathered, expected) => {
    expect(found(gathered, facts)).toEqual(expected);
  });

  it('a pod that cannot start there says more of the runtime of a node than the node itself', () => {
    const waiting = pod({ phase: 'Pending' });
    const placed = inNamespace('Pod', { ...waiting, spec: { nodeName: 'quay-1', containers: [] } });
    const { name } = waiting.metadata;
    const objects = [
      node('quay-1'),
      node('quay-2'),
      placed,
      event('FailedCreatePodSandBox', socket, { involvedObject: { kind: 'Pod', name, namespace: 'checkout' } }),
      event('ContainerGCFailed', socket),
    ];
    const down = kubernetesState({ ...nothing, objects }, new Date(0), new Date(at)).findings.filter(
      ({ fact }) => fact === 'container_runtime_down',
    );
    expect(down.map(({ resource, strength }) => [resource.name, strength])).toEqual([
      ['quay-1', 0.9],
      ['quay-2', 0.8],
    ]);
  });
});

describe('slow networks and busy processors', () => {
  const facts = /^(?:node_loses|node_network|workload_network|cpu_limit)/;
  const series = (name: string, about: Record<string, string>, low: number, high: number): Measured => ({
    namespace: 'Shop',
    name,
    dimensions: about,
    stat: 'Average',
    periodSeconds: 5,
    // Usual, then the fault, then usual again.
    points: Array.from({ length: 50 }, (_, i) => ({ at: new Date(i * 5000), value: i > 14 && i < 40 ? high : low })),
  });
  const latency = (name: string, low: number, high: number) =>
    series('p90latency', { Namespace: 'checkout', Service: name }, low, high);
  const place = (name: string, nodeName: string) => [runs(name, nodeName), exists(name)];
  const objects = [
    ...place('shop', 'quay-1'),
    ...place('cart', 'quay-1'),
    ...place('billing', 'quay-2'),
    ...place('rates', 'quay-2'),
    ...place('mail', 'quay-2'),
  ];
  const edges = [
    { from: 'shop', to: 'cart' },
    { from: 'shop', to: 'billing' },
    { from: 'shop', to: 'rates' },
    { from: 'billing', to: 'mail' },
  ];
  const topology = { services: ['shop', 'cart', 'billing', 'rates', 'mail'], edges };
  const usual = (...names: string[]) => names.map((name) => latency(name, 5, 6));
  const retransmits = (name: string, high: number) => series('tcp_retrans', { NodeName: name }, 0.01, high);

  const table: [string, Measured[], string[]][] = [
    [
      'one workload and its caller are slow',
      [latency('billing', 10, 900), latency('shop', 20, 1500), ...usual('cart', 'rates', 'mail')],
      ['workload_network_slow billing', 'workload_network_slow shop'],
    ],
    [
      'what crosses one node is slow, what stays inside is not',
      [latency('billing', 10, 400), latency('rates', 5, 300), latency('shop', 20, 2500), ...usual('cart', 'mail')],
      ['node_network_slow quay-2', 'workload_network_slow billing', 'workload_network_slow rates'],
    ],
    ['nothing is slow', usual('shop', 'cart', 'billing', 'rates', 'mail'), []],
    [
      'many segments of one node are sent again',
      [
        latency('billing', 10, 90),
        latency('shop', 20, 300),
        ...usual('cart', 'rates', 'mail'),
        retransmits('quay-2', 9),
        retransmits('quay-1', 0.1),
      ],
      ['node_loses_packets quay-2', 'workload_network_slow billing', 'workload_network_slow shop'],
    ],
    ['a few segments of a node that holds nothing of ours', [retransmits('harbor-0', 9), ...usual('shop')], []],
    [
      'a workload is throttled, and its caller waits',
      [
        latency('billing', 5, 80),
        latency('shop', 20, 200),
        series('cpu', { Namespace: 'checkout', Service: 'billing' }, 0.01, 0.2),
        series('cpu_cfs', { Namespace: 'checkout', Service: 'billing' }, 0, 0.6),
      ],
      ['cpu_limit_reached billing'],
    ],
  ];
  it.each(table)('%s', (_, metrics, expected) => {
    expect(found({ objects, topology, metrics }, facts)).toEqual(expected);
  });

  it('reads the same out of alarms when there are no series', () => {
    const alarm = (dimension: string, value: string, reason: string) => ({
      AlarmName: `${value}-odd`,
      StateValue: 'ALARM',
      StateReason: reason,
      Dimensions: [{ Name: dimension, Value: value }],
    });
    const described = {
      'cloudwatch:DescribeAlarms': {
        MetricAlarms: [
          alarm('ServiceName', 'billing', 'slow | billing-p50latency: Normal=10.0ms -> Current=900.0ms'),
          alarm(
            'ServiceName',
            'shop',
            'slow | p90latency: Normal=20ms -> Current=1.5s; requests: Normal=9/s -> Cur=2/s',
          ),
          alarm('ServiceName', 'mail', 'this alarm has words of its own'),
        ],
      },
    };
    expect(found({ objects, topology, described }, facts)[0]).toBe('workload_network_slow billing');
  });
});
