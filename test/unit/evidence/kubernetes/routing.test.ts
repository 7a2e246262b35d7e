import { describe, expect, it } from 'vitest';
import { inNamespace } from '../objects.ts';
import { deployment, found, ports, type Seen, service, type Thing, told } from './made.ts';

const http = (port: number | string) => ({ httpGet: { port, path: '/health' } });
const grpc = (port: number) => ({ grpc: { port } });
const eager = { ...grpc(7100), periodSeconds: 1, failureThreshold: 1 };
const tcp = (port: number) => ({ tcpSocket: { port } });

const pod = (of: string, status: Thing) =>
  inNamespace('Pod', {
    metadata: {
      name: `${of}-7d9f8-x2x2z`,
      labels: { app: of, 'pod-template-hash': '7d9f8' },
      ownerReferences: [{ kind: 'ReplicaSet', name: `${of}-7d9f8` }],
    },
    spec: { containers: [{ name: 'app', image: of }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'app', ready: true, state: { running: {} }, ...status }] },
  });
const event = (of: string, reason: string, message: string, lastTimestamp = '2026-11-20T02:59:00Z') =>
  inNamespace('Event', {
    metadata: {},
    involvedObject: { kind: 'Pod', namespace: 'checkout', name: `${of}-7d9f8-x2x2z` },
    reason,
    message,
    lastTimestamp,
  });

const ended = (startedAt: string, finishedAt: string, exitCode = 137) => ({
  restartCount: 3,
  lastState: { terminated: { reason: 'Error', exitCode, startedAt, finishedAt } },
});
const restarting = ended('2026-11-20T02:57:00Z', '2026-11-20T02:57:35Z');
const unready = { ready: false };
const killing = event('payments', 'Killing', 'Container app failed liveness probe, will be restarted');

describe('probes that ask the wrong thing', () => {
  const probed = (probes: Thing, status: Thing, ...more: Thing[]) => [
    deployment('payments', { ports, ...probes }),
    service('payments'),
    pod('payments', status),
    ...more,
  ];
  const unhealthy = (message: string) => event('payments', 'Unhealthy', message);

  it.each<[string, Thing[], string]>([
    [
      'a liveness probe on a port that is not served',
      probed({ livenessProbe: grpc(7101) }, restarting),
      'liveness_port_unserved',
    ],
    ['a startup probe on one', probed({ startupProbe: tcp(7101) }, restarting), 'liveness_port_unserved'],
    ['a port name nobody declares', probed({ readinessProbe: http('web') }, unready), 'readiness_port_unserved'],
    ['a readiness probe elsewhere', probed({ readinessProbe: tcp(80) }, unready), 'readiness_port_unserved'],
    [
      'an HTTP probe that is answered in gRPC',
      probed(
        { livenessProbe: http(7100) },
        {},
        unhealthy('Liveness probe failed: Get "http://10.2.0.1:7100/": malformed HTTP response "x"'),
      ),
      'liveness_protocol_unspoken',
    ],
    ['HTTP to a port called grpc', probed({ readinessProbe: http(7100) }, unready), 'readiness_protocol_unspoken'],
    [
      'a gRPC probe that is answered in HTTP',
      probed(
        { readinessProbe: grpc(7100) },
        unready,
        unhealthy('Readiness probe failed: error reading server preface: http2: frame too large'),
      ),
      'readiness_protocol_unspoken',
    ],
    [
      'a liveness probe that gives up at once',
      probed(
        { livenessProbe: { ...grpc(7100), initialDelaySeconds: 1, periodSeconds: 1, failureThreshold: 1 } },
        ended('2026-11-20T02:57:00Z', '2026-11-20T02:57:03Z'),
        killing,
      ),
      'liveness_gives_up_early',
    ],
  ])('find %s', (_what, objects, fact) => {
    expect(told(objects)).toEqual([`${fact} of payments`]);
  });

  it.each<[string, Thing[]]>([
    ['works though its port is declared nowhere', probed({ livenessProbe: tcp(9000), readinessProbe: tcp(9000) }, {})],
    [
      'asks a port that a variable tells the container',
      probed({ env: [{ name: 'PORT', value: '9000' }], readinessProbe: tcp(9000) }, unready),
    ],
    [
      'asks the right thing in vain',
      probed({ livenessProbe: { ...grpc(7100), periodSeconds: 10, failureThreshold: 3 } }, restarting, killing),
    ],
    ['failed hours ago', probed({ livenessProbe: grpc(7101) }, ended('2026-11-19T22:00:00Z', '2026-11-19T22:01:00Z'))],
    [
      'ends no container, memory does',
      probed(
        { livenessProbe: eager },
        { restartCount: 2, lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } },
      ),
    ],
    [
      'is held back by a startup probe',
      probed({ livenessProbe: eager, startupProbe: grpc(7100) }, restarting, killing),
    ],
    ['asks by TCP, which everything answers', probed({ readinessProbe: tcp(7100) }, unready)],
  ])('do not blame a probe that %s', (_what, objects) => {
    expect(told(objects)).toEqual([]);
  });

  it('is less sure of a port when the program ends by itself', () => {
    const [fault] = found(
      probed({ livenessProbe: grpc(7101) }, ended('2026-11-20T02:57:00Z', '2026-11-20T02:57:02Z', 1)),
    );
    expect(fault?.strength).toBeLessThan(0.7);
  });
});

describe('Services that lead nowhere', () => {
  const payments = deployment('payments', { ports });
  const check = (result: 'succeeded' | 'failed') => ({
    probes: [{ check: 'connectivity', service: 'payments', namespace: 'checkout', port: 7100, result } as const],
  });
  const to = (spec: Thing) => [payments, service('payments', spec)];

  it.each<[string, Thing[], string]>([
    ['a typing error in the selector', to({ selector: { app: 'paymnets' } }), 'service_selects_nothing'],
    ['a label too many', to({ selector: { app: 'payments', track: 'blue' } }), 'service_selects_nothing'],
    ['another port', to({ ports: [{ port: 7100, targetPort: 7101 }] }), 'service_port_unserved'],
    ['a port name that nothing declares', to({ ports: [{ port: 7100, targetPort: 'web' }] }), 'service_port_unserved'],
    ['another transport', to({ ports: [{ port: 7100, protocol: 'UDP' }] }), 'service_transport_mismatch'],
  ])('have %s', (_what, objects, fact) => {
    expect(told(objects)).toEqual([`${fact} of payments`]);
    expect(told(objects, check('failed'))).toEqual([`${fact} of payments`]);
  });

  it.each<[string, Thing[], Seen?]>([
    ['was left over from what is gone', [payments, service('payments'), service('ledger')]],
    ['has no pods since none should run', [deployment('ledger', { ports }), service('ledger')]],
    ['is reached, whatever is declared', to({ ports: [{ port: 7100, targetPort: 9000 }] }), check('succeeded')],
    ['is for pods that declare no port', [deployment('payments', {}), service('payments')]],
    [
      'is a name server, on both transports',
      [
        deployment('payments', { ports }),
        service('payments', {
          ports: [
            { name: 'a', port: 53, targetPort: 7100, protocol: 'UDP' },
            { name: 'b', port: 53, targetPort: 7100 },
          ],
        }),
      ],
    ],
  ])('are no Service that %s', (_what, objects, seen) => {
    expect(told(objects, seen)).toEqual([]);
  });

  it('are those whose pods a NetworkPolicy lets nobody reach, unless a check got through', () => {
    const policy = inNamespace('NetworkPolicy', {
      metadata: { name: 'closed' },
      spec: { podSelector: { matchLabels: { app: 'payments' } }, policyTypes: ['Ingress'] },
    });
    expect(told([...to({}), policy], check('failed'))).toEqual(['traffic_denied of payments']);
    expect(told([...to({}), policy], check('succeeded'))).toEqual([]);
  });
});

describe('addresses that lead astray', () => {
  const calls = (name: string, value: string, over: Thing = {}) => [
    deployment('checkout', { env: [{ name, value }], ...over }),
    deployment('payments', { ports }),
    deployment('ledger', { ports: [{ containerPort: 7200 }] }),
    service('payments'),
    service('ledger', { ports: [{ name: 'grpc', port: 7200 }] }),
  ];

  it.each<[string, string]>([
    ['PAYMENTS_ADDR', 'paymets:7100'],
    ['PAYMENTS_ADDR', 'nowhere:7100'],
    ['PAYMENTS_ADDR', 'payments:7101'],
    ['PAYMENTS_ADDR', 'ledger:7200'],
    ['PAYMENTS_URL', 'http://payments.shop.svc.cluster.local:7100/v1'],
    ['PAYMENTS_HOST', 'payment-s'],
    ['TARGETS', 'ledger:7200,payments:7300'],
    ['PAYMENTS_ADDR', 'localhost:7100'],
  ])('are in a variable of the caller: %s=%s', (name, value) => {
    expect(told(calls(name, value))).toEqual(['dependency_address_wrong of checkout']);
  });

  it.each<[string, string]>([
    ['PAYMENTS_ADDR', 'payments:7100'],
    ['PAYMENTS_URL', 'http://payments.checkout.svc.cluster.local:7100'],
    ['PAYMENTS_ADDR', 'payments.checkout:7100'],
    ['BANK_URL', 'https://api.bank.example:443/v1'],
    ['RECOMMENDER_ADDR', 'recommender:80'],
    ['STAGE', 'production'],
    ['REDIS_URL', 'redis://:secret@10.0.0.7:6379/0'],
    ['FIRST_HOST', 'ledger-0.ledger.checkout.svc.cluster.local'],
  ])('are none of %s=%s', (name, value) => {
    expect(told(calls(name, value))).toEqual([]);
  });

  it('are not within the pod where a container of it serves the port', () => {
    expect(told(calls('PAYMENTS_ADDR', 'localhost:7100', { ports }))).toEqual([]);
  });

  it.each<[string, string, string, string[]]>([
    ['lack a port that others give', 'PAYMENTS_ADDR', 'payments', ['dependency_address_wrong of checkout']],
    ['are named for a host', 'PAYMENTS_HOST', 'payments', []],
    ['have the default one of a URL', 'PAYMENTS_ADDR', 'http://payments', []],
  ])('%s', (_what, name, value, expected) => {
    const other = deployment('orders', { env: [{ name, value: 'payments:7100' }] });
    expect(told([...calls(name, value), other])).toEqual(expected);
  });

  it('were meant for the only one that it is known to call', () => {
    const topology = { services: [], edges: [{ from: 'checkout', to: 'payments' }] };
    expect(told(calls('BACKEND_ADDR', 'nowhere:9999'), { topology })).toEqual(['dependency_address_wrong of checkout']);
    expect(told(calls('BACKEND_ADDR', 'nowhere:9999'))).toEqual([]);
  });

  it('are read from ConfigMaps, and their port from the variable beside', () => {
    const map = inNamespace('ConfigMap', {
      metadata: { name: 'targets' },
      data: { PAYMENTS_HOST: 'payments', PAYMENTS_PORT: '7999' },
    });
    const objects = [...calls('STAGE', 'x', { envFrom: [{ configMapRef: { name: 'targets' } }] }), map];
    expect(found(objects)[0]?.summary).toContain('payments:7999, and Service payments has port 7100');
  });

  it('are right where the workload is there and its Service is not', () => {
    const objects = calls('PAYMENTS_ADDR', 'payments:7100').filter(
      ({ kind, metadata }) => kind !== 'Service' || JSON.stringify(metadata).includes('ledger'),
    );
    expect(told(objects)).toEqual([]);
  });

  it('are those of the Service, where callers agree on a port that it has not', () => {
    const other = deployment('orders', { env: [{ name: 'PAYMENTS_ADDR', value: 'payments:7101' }] });
    expect(told([...calls('PAYMENTS_ADDR', 'payments:7101'), other])[0]).toBe('service_port_unserved of payments');
  });
});

describe('names that do not resolve', () => {
  const line = (at: string, message: string) => ({
    at: new Date(at),
    stream: 'checkout-7d9f8-x2x2z_checkout_app',
    message,
  });
  const objects = [
    deployment('checkout', {}),
    deployment('payments', { ports }),
    service('payments'),
    pod('checkout', {}),
  ];
  const java = 'java.net.UnknownHostException: payments';

  it('are reported of who cannot resolve them, for as long as that lasts', () => {
    const logs = [line('2026-11-20T02:55:00Z', java), line('2026-11-20T02:59:00Z', java)];
    expect(told(objects, { logs })).toEqual(['names_unresolved of checkout']);
    const passed = [line('2026-11-20T02:58:50Z', java), line('2026-11-20T02:59:00Z', java)];
    expect(told(objects, { logs: passed })).toEqual([]);
  });

  it.each<[string, Thing]>([
    ['dnsPolicy None with a server outside', { dnsPolicy: 'None', dnsConfig: { nameservers: ['8.8.8.8'] } }],
    ['dnsPolicy Default', { dnsPolicy: 'Default' }],
    ['an alias that hides a Service', { hostAliases: [{ ip: '127.0.0.1', hostnames: ['payments'] }] }],
  ])('are those of pods with %s', (_what, spec) => {
    expect(told([deployment('orders', {}, spec), deployment('payments', { ports }), service('payments')])).toEqual([
      'cluster_names_unresolvable of orders',
    ]);
  });

  it.each<[string, Thing, string[]]>([
    [
      'that leave no way to port 53',
      { egress: [{ ports: [{ port: 7100 }] }] },
      ['cluster_names_unresolvable of orders'],
    ],
    [
      'that leave one by TCP only',
      { egress: [{ ports: [{ protocol: 'TCP' }] }] },
      ['cluster_names_unresolvable of orders'],
    ],
    ['that leave one', { egress: [{ ports: [{ port: 7100 }] }, { ports: [{ port: 53, protocol: 'UDP' }] }] }, []],
  ])('are cut off by NetworkPolicies %s', (_what, rules, expected) => {
    const policy = inNamespace('NetworkPolicy', {
      metadata: { name: 'out' },
      spec: { podSelector: {}, policyTypes: ['Egress'], ...rules },
    });
    expect(told([deployment('orders', {}), policy])).toEqual(expected);
  });

  it('are refused by a name server that was told so', () => {
    const corefile =
      '.:53 {\n  template ANY ANY payments.checkout.svc.cluster.local {\n    match "x"\n    rcode NXDOMAIN\n  }\n}';
    const map = inNamespace('ConfigMap', {
      metadata: { name: 'coredns', namespace: 'kube-system' },
      data: { Corefile: corefile },
    });
    expect(told([deployment('payments', { ports }), map])).toEqual(['cluster_names_unresolvable of payments']);
  });
});
