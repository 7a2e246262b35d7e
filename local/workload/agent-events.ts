import { gzipSync } from 'node:zlib';

/** Events as agents write them, of a container that these tests made up. */

export const pod = {
  namespace: 'checkout',
  name: 'receipts-7c9d8b6f4d-x2k9p',
  container: {
    id: 'containerd://4f1c',
    name: 'app',
    image: { id: 'registry.example.internal/receipts@sha256:aa', name: 'registry.example.internal/receipts:2.1.0' },
    start_time: '2026-11-20T01:00:00Z',
    pid: 7,
  },
  workload: 'receipts',
  workload_kind: 'Deployment',
};

type Process = Record<string, unknown>;

const execution = (id: number): string => Buffer.from(`node-1:${id}`).toString('base64');

const processOf = (id: number, parentId: number, binary: string, more: Process = {}): Process => ({
  exec_id: execution(id),
  parent_exec_id: execution(parentId),
  pid: 1000 + id,
  uid: 0,
  cwd: '/',
  binary,
  arguments: '',
  flags: 'execve clone',
  start_time: '2026-11-20T02:00:00.123456789Z',
  auid: 4_294_967_295,
  pod,
  docker: '4f1c',
  tid: 1000 + id,
  ...more,
});

type Parts = {
  id?: number;
  parentId?: number;
  binary?: string;
  at?: string;
  process?: Process;
  parent?: Process;
  node?: string;
};

const at0 = '2026-11-20T02:10:00.123456789Z';

const event = (
  kind: string,
  { id = 2, parentId = id - 1, binary = '/usr/bin/cat', at = at0, process, parent, node = 'node-1' }: Parts,
  body: object,
) => ({
  [kind]: {
    process: processOf(id, parentId, binary, process),
    parent: processOf(parentId, parentId - 1, '/usr/local/bin/receipts', parent),
    ...body,
  },
  node_name: node,
  time: at,
});

export const exec = (parts: Parts = {}) => event('process_exec', parts, {});
export const exit = (parts: Parts = {}) => event('process_exit', parts, { signal: 'SIGTERM' });

/** A call of the kernel that a tracing policy watches. */
export const call = (
  function_name: string,
  args: readonly object[],
  parts: Parts = {},
  action = 'KPROBE_ACTION_POST',
) =>
  event('process_kprobe', parts, {
    function_name,
    args,
    action,
    policy_name: 'sensitive-files',
    return_action: action,
  });

export const opens = (path: string, parts: Parts = {}) =>
  call('security_file_permission', [{ file_arg: { path, permission: '-rw-r--r--' } }, { int_arg: 4 }], parts);

export const connects = (daddr: string, dport: number, parts: Parts = {}) =>
  call('tcp_connect', [{ sock_arg: { family: 'AF_INET', saddr: '10.0.3.7', daddr, sport: 40_112, dport } }], parts);

/** The form of a connection of earlier agents. */
export const connectsOfOld = (destination_ip: string, destination_port: number, parts: Parts = {}) =>
  event('process_connect', parts, {
    source_ip: '10.0.3.7',
    source_port: 40_112,
    destination_ip,
    destination_port,
    protocol: 'TCP',
  });

export const denied = (more: object = {}) => ({
  flow: {
    time: at0,
    verdict: 'DROPPED',
    IP: { source: '10.0.3.7', destination: '10.0.9.4', ipVersion: 'IPv4' },
    l4: { TCP: { source_port: 40_112, destination_port: 5432, flags: { SYN: true } } },
    source: { namespace: 'checkout', pod_name: pod.name },
    destination: { namespace: 'ledger', pod_name: 'ledger-db-0' },
    node_name: 'harbor/node-1',
    drop_reason_desc: 'POLICY_DENIED',
    ...more,
  },
  node_name: 'harbor/node-1',
  time: at0,
});

/** A batch as CloudWatch Logs hands it to a function. */
export const logsEvent = (events: readonly (object | string)[], more: object = {}) => ({
  awslogs: {
    data: gzipSync(
      JSON.stringify({
        messageType: 'DATA_MESSAGE',
        owner: '123456789012',
        logGroup: '/sovereign/runtime/harbor',
        logStream: 'node-1',
        subscriptionFilters: ['runtime'],
        logEvents: events.map((one, id) => ({
          id: String(id),
          timestamp: 1_795_000_000_000 + id,
          message: typeof one === 'string' ? one : JSON.stringify(one),
        })),
        ...more,
      }),
    ).toString('base64'),
  },
});
