import { describe, expect, it } from 'vitest';
import { nothing, type Gathered, type Measured, type Probe } from '../../../../core/evidence/gathered.ts';
import { kubernetesState } from '../../../../core/evidence/kubernetes/state.ts';
import { complaintOf } from '../../../../core/evidence/kubernetes/database-words.ts';
import { inNamespace, pod } from '../objects.ts';

const now = new Date('2026-05-04T10:00:00Z');
const since = new Date('2026-05-04T07:00:00Z');
const at = '2026-05-04T09:58:00Z';

/** What was found of these facts, as `fact name`. */
const found = (gathered: Partial<Gathered>, facts: RegExp): string[] => [
  ...new Set(
    kubernetesState({ ...nothing, ...gathered }, since, now)
      .findings.filter(({ fact }) => facts.test(fact))
      .map(({ fact, resource }) => `${fact} ${resource.name}`),
  ),
];

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
const event = (reason: string, message: string, over: Record<string, unknown> = {}) => ({
  kind: 'Event',
  metadata: { namespace: 'checkout' },
  involvedObject: { kind: 'Node', name: 'quay-2' },
  reason,
  message,
  lastTimestamp: at,
  ...over,
});
const runs = (
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
const serves = (name: string, port: number) =>
  inNamespace('Service', { metadata: { name }, spec: { selector: { app: name }, ports: [{ port }] } });
const exists = (name: string) => inNamespace('StatefulSet', { metadata: { name }, spec: { replicas: 1 } });

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
});

describe('what databases say', () => {
  it.each([
    ['ERROR 1040 (HY000): Too many connections', 'connections'],
    ['FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute', 'connections'],
    ['FATAL: sorry, too many clients already', 'connections'],
    ['ORA-12519: TNS:no appropriate service handler found', 'connections'],
    ['The MySQL server is running with the --super-read-only option so it cannot execute this statement', 'read_only'],
    ['ERROR: cannot execute INSERT in a read-only transaction', 'read_only'],
    ["READONLY You can't write against a read only replica.", 'read_only'],
    ["Access denied for user 'pay'@'10.0.0.9' (using password: YES)", 'credentials'],
    ['FATAL: password authentication failed for user "pay"', 'credentials'],
    ["(2003, \"Can't connect to MySQL server on 'ledger' ([Errno 111] Connection refused)\")", 'unreachable'],
    ['com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure', 'unreachable'],
    ['com.mysql.cj.jdbc: Communications link failure\nCaused by: java.net.UnknownHostException: ledger', undefined],
    ['rpc error: dial tcp 10.0.0.9:7070: connect: connection refused', undefined],
    ['started a read-only transaction', undefined],
    ['HikariPool-1 - Start completed', undefined],
  ])('%s', (message, complaint) => {
    expect(complaintOf(message)).toBe(complaint);
  });
});

describe('faults between databases and their clients', () => {
  const facts = /^database_|^sidecar_/;
  const ledger = [
    runs('ledger', 'quay-1', { image: 'docker.io/library/mysql:8.4' }),
    exists('ledger'),
    serves('ledger', 3306),
  ];
  const billing = [runs('billing', 'quay-2', { ready: false }), exists('billing')];
  const line = (owner: string, message: string) => ({
    at: new Date(at),
    stream: `${owner}-x2x2z_checkout_app`,
    message,
  });
  const refused = 'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure';
  const configured = (port: string) => [
    {
      name: 'app',
      image: 'registry/billing:1',
      env: [
        { name: 'DB_HOST', value: 'ledger' },
        { name: 'DB_PORT', value: port },
      ],
    },
  ];

  const table: [string, Partial<Gathered>, string[]][] = [
    [
      'clients are told that all connections are taken',
      { objects: [...ledger, ...billing], logs: [line('billing', 'Too many connections')] },
      ['database_connections_exhausted ledger'],
    ],
    [
      'the probe of the database is',
      {
        objects: [
          ...ledger,
          event('Unhealthy', 'Readiness probe failed: ERROR 1040 (HY000): Too many connections', {
            involvedObject: { kind: 'Pod', name: 'ledger-x2x2z', namespace: 'checkout' },
          }),
        ],
      },
      ['database_connections_exhausted ledger'],
    ],
    [
      'clients are told that it is read-only',
      { objects: [...ledger, ...billing], logs: [line('billing', 'SQL Error: 1290, SQLState: HY000')] },
      ['database_read_only ledger'],
    ],
    [
      'of two databases, the one that is not another workload’s own',
      {
        objects: [
          ...ledger,
          ...billing,
          runs('auditdb', 'quay-1', { image: 'mysql:8' }),
          exists('auditdb'),
          exists('audit'),
        ],
        logs: [line('billing', 'SQL Error: 1290')],
      },
      ['database_read_only ledger'],
    ],
    [
      'a client is refused',
      { objects: [...ledger, ...billing], logs: [line('billing', "Access denied for user 'pay'@'10.0.0.9'")] },
      ['database_denies_client billing'],
    ],
    [
      'the database’s own health check logs in without a password',
      { objects: ledger, logs: [line('ledger', "Access denied for user 'root'@'::1' (using password: NO)")] },
      [],
    ],
    [
      'a client that fails does not reach what works',
      { objects: [...ledger, ...billing], logs: [line('billing', refused)] },
      ['database_port_wrong billing'],
    ],
    [
      'a client did not reach it at first and works now',
      { objects: [...ledger, runs('billing', 'quay-2'), exists('billing')], logs: [line('billing', refused)] },
      [],
    ],
    [
      'a client is set to the port that the database offers',
      {
        objects: [
          ...ledger,
          runs('billing', 'quay-2', { ready: false, containers: configured('3306') }),
          exists('billing'),
        ],
        logs: [line('billing', refused)],
      },
      [],
    ],
    [
      'a client is set to another port',
      {
        objects: [
          ...ledger,
          runs('billing', 'quay-2', { ready: false, containers: configured('3307') }),
          exists('billing'),
        ],
        logs: [line('billing', refused)],
      },
      ['database_port_wrong billing'],
    ],
    [
      'the database itself is down',
      {
        objects: [runs('ledger', 'quay-1', { image: 'mysql:8', ready: false }), exists('ledger'), ...billing],
        logs: [line('billing', refused)],
      },
      [],
    ],
  ];
  it.each(table)('%s', (_, gathered, expected) => {
    expect(found(gathered, facts)).toEqual(expected);
  });

  const meshed = (port: number, isReady: boolean, annotation: string) => {
    const containers = [
      { name: 'app', image: 'registry/billing:1', ports: [{ containerPort: port }] },
      { name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1', ports: [{ containerPort: 15090 }] },
    ];
    const object = runs('billing', 'quay-2', { ready: isReady, containers });
    return {
      ...object,
      metadata: { ...Object(object['metadata']), annotations: { 'proxy.istio.io/config': annotation } },
    };
  };
  it.each([
    ['an annotation gives the proxy the port of the application', meshed(8080, false, '{"statusPort": 8080}'), 1],
    ['the application listens where the proxy does', meshed(15020, false, ''), 1],
    ['the proxy has a port of its own', meshed(8080, false, 'statusPort: 15020'), 0],
    ['both are ready', meshed(8080, true, 'statusPort: 8080'), 0],
  ])('sidecars: %s', (_, object, times) => {
    expect(found({ objects: [object, exists('billing')] }, facts)).toHaveLength(times);
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
      ['workload_network_slow billing'],
    ],
    [
      'what crosses one node is slow, what stays inside is not',
      [latency('billing', 10, 400), latency('rates', 5, 300), latency('shop', 20, 2500), ...usual('cart', 'mail')],
      ['node_network_slow quay-2'],
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
      ['node_loses_packets quay-2', 'workload_network_slow billing'],
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
    expect(found({ objects, topology, described }, facts)).toEqual(['workload_network_slow billing']);
  });
});
