import { describe, expect, it } from 'vitest';
import type { Gathered } from '../../../../core/evidence/gathered.ts';
import { complaintOf } from '../../../../core/evidence/kubernetes/databases/database-words.ts';
import { at, event, exists, found, runs, serves } from './clusters.ts';

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
