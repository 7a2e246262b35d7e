import { describe, expect, it } from 'vitest';
import { readLine } from '../../../../core/incident/runtime-security/read-line.ts';
import {
  call,
  connects,
  connectsOfOld,
  denied,
  exec,
  exit,
  opens,
  pod,
} from '../../../../local/workload/agent-events.ts';

const read = (line: object) => {
  const result = readLine(JSON.stringify(line));
  if (result.kind === 'refused') throw new Error(result.reason);
  return result.event;
};

describe('read a line of an agent', () => {
  it('reads who did it and where, with the time in milliseconds', () => {
    expect(read(exec({ binary: '/bin/bash', process: { arguments: '-i' } }))).toMatchObject({
      at: '2026-11-20T02:10:00.123Z',
      node: 'node-1',
      happened: { kind: 'exec' },
      process: {
        binary: '/bin/bash',
        arguments: '-i',
        pid: 1002,
        uid: 0,
        place: {
          pod: pod.name,
          container: 'app',
          workload: { kind: 'Deployment', namespace: 'checkout', name: 'receipts' },
        },
      },
      parent: { binary: '/usr/local/bin/receipts' },
    });
  });

  it.each<[string, object, object]>([
    ['a file that is read', opens('/etc/shadow'), { kind: 'file', path: '/etc/shadow', access: 'read' }],
    [
      'a file of the form of 2021, without its first slash',
      call('__x64_sys_write', [{ file_arg: { path: 'etc/passwd' } }]),
      { kind: 'file', path: '/etc/passwd', access: 'write' },
    ],
    [
      'a file by the name it is opened with',
      call('__x64_sys_openat', [{ int_arg: -100 }, { string_arg: '/etc/shadow' }, { int_arg: 0 }]),
      { kind: 'file', path: '/etc/shadow', access: 'open' },
    ],
    ['a connection', connects('203.0.113.9', 443), { kind: 'connect', address: '203.0.113.9', port: 443 }],
    ['a connection of old', connectsOfOld('203.0.113.9', 443), { kind: 'connect', address: '203.0.113.9', port: 443 }],
    [
      'credentials',
      call('commit_creds', [{ process_credentials_arg: { uid: 11, euid: 0, caps: {} } }]),
      { kind: 'user', uid: 0, call: 'commit_creds' },
    ],
    ['a set-uid call', call('__x64_sys_setuid', [{ int_arg: 0 }]), { kind: 'user', uid: 0, call: '__x64_sys_setuid' }],
    [
      'the effective one of two users',
      call('__x64_sys_setreuid', [{ int_arg: 11 }, { int_arg: 0 }]),
      { kind: 'user', uid: 0, call: '__x64_sys_setreuid' },
    ],
    ['another namespace', call('__x64_sys_setns', [{ int_arg: 3 }]), { kind: 'namespace', call: '__x64_sys_setns' }],
    [
      'a module that nobody signed',
      call('do_init_module', [{ module_arg: { name: 'quiet', tainted: ['TAINT_UNSIGNED_MODULE'] } }]),
      { kind: 'module', name: 'quiet', trusted: false },
    ],
    [
      'a module that is signed',
      call('do_init_module', [{ module_arg: { name: 'xfs', signature_ok: true } }]),
      { kind: 'module', name: 'xfs', trusted: true },
    ],
    ['a function of somebody else', call('cap_capable', [{ int_arg: 1 }]), { kind: 'other', what: 'cap_capable' }],
    ['an exit', exit(), { kind: 'other', what: 'process_exit' }],
    [
      'a flow that was refused',
      denied(),
      {
        kind: 'denied',
        from: { workload: { kind: 'Deployment', namespace: 'checkout', name: 'receipts' } },
        to: 'ledger/ledger-db',
        port: 5432,
      },
    ],
    [
      'a flow that a policy forbids by name',
      denied({ drop_reason_desc: 'POLICY_DENY' }),
      { kind: 'denied', to: 'ledger/ledger-db', port: 5432 },
    ],
    [
      'a flow that was dropped for another reason',
      denied({ drop_reason_desc: 'INVALID_SOURCE_IP' }),
      { kind: 'other' },
    ],
  ])('reads %s', (_what, line, happened) => {
    expect(read(line).happened).toMatchObject(happened);
  });

  it.each(['KPROBE_ACTION_SIGKILL', 'KPROBE_ACTION_OVERRIDE'])('says that %s was stopped', (action) => {
    expect(read(call('__x64_sys_setns', [], {}, action)).blocked).toBe(true);
    expect(read(call('__x64_sys_setns', [])).blocked).toBe(false);
  });

  it.each<[string, Record<string, unknown>, object]>([
    ['what it says', { workload: 'receipts', workload_kind: 'StatefulSet' }, { kind: 'StatefulSet', name: 'receipts' }],
    [
      'a Deployment by the name of the pod',
      { workload: 'receipts', workload_kind: undefined },
      { kind: 'Deployment', name: 'receipts' },
    ],
    [
      'a Deployment of an agent that says nothing',
      { workload: undefined, workload_kind: undefined },
      { kind: 'Deployment', name: 'receipts' },
    ],
    [
      'a Deployment by its ReplicaSet',
      { workload: 'receipts-7c9d8b6f4d', workload_kind: 'ReplicaSet' },
      { kind: 'Deployment', name: 'receipts' },
    ],
    ['the pod of a Job', { workload: 'nightly', workload_kind: 'Job' }, { kind: 'Pod', name: pod.name }],
    [
      'a StatefulSet by the number',
      { name: 'ledger-0', workload: undefined, workload_kind: undefined },
      { kind: 'StatefulSet', name: 'ledger' },
    ],
    [
      'a DaemonSet by the suffix',
      { name: 'shipper-x2k9p', workload: undefined, workload_kind: undefined },
      { kind: 'DaemonSet', name: 'shipper' },
    ],
    ['the pod alone', { name: 'debug', workload: 'debug', workload_kind: undefined }, { kind: 'Pod', name: 'debug' }],
  ])('takes as the workload %s', (_what, change, workload) => {
    const { process } = read(exec({ process: { pod: { ...pod, ...change } } }));
    expect(process?.place?.workload).toMatchObject(workload);
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', 'Nov 20 02:10:00 node-1 kernel: oom', /expected a JSON object a line/],
    ['a list', '[1]', /expected a JSON object a line/],
    ['another agent', '{"rule":"x"}', /neither an event of Tetragon nor a flow of Hubble/],
    [
      'a kind that nobody knows',
      JSON.stringify({ ...exec(), process_exec: undefined, process_dream: {} }),
      /process_dream is no kind/,
    ],
    ['no time', JSON.stringify({ ...exec(), time: 'soon' }), /time: expected an ISO 8601 time/],
    ['a process without a program', JSON.stringify(exec({ process: { binary: undefined } })), /process.binary/],
    [
      'a pod with no name of one',
      JSON.stringify(exec({ process: { pod: { ...pod, namespace: '../kube-system' } } })),
      /pod.namespace/,
    ],
    ['a port that is none', JSON.stringify(connectsOfOld('203.0.113.9', 70_000)), /destination_port/],
    ['a line without end', `{"a":"${'x'.repeat(1_100_000)}"}`, /more than 1048576 characters/],
    [
      'a flow from what is no name',
      JSON.stringify(denied({ source: { namespace: 'checkout', pod_name: 'a b' } })),
      /pod_name/,
    ],
    [
      'a workload that has no name of one',
      JSON.stringify(exec({ process: { pod: { ...pod, workload: 'a/b' } } })),
      /pod.workload/,
    ],
  ])('refuses %s with a reason', (_what, line, reason) => {
    const result = readLine(line);
    expect(result).toMatchObject({ kind: 'refused', reason: expect.stringMatching(reason) });
  });

  it('reads what was started with more words than anybody reads', () => {
    const line = opens('/etc/shadow', { process: { arguments: `-c ${'\u0001x'.repeat(60_000)}` } });
    expect(read(line)).toMatchObject({ happened: { kind: 'file', path: '/etc/shadow' } });
  });

  it('reads a workload that the agent leaves empty by the name of the pod', () => {
    const { process } = read(exec({ process: { pod: { ...pod, workload: '', workload_kind: '' } } }));
    expect(process?.place?.workload).toEqual({ kind: 'Deployment', namespace: 'checkout', name: 'receipts' });
    const none = { namespace: '', pod_name: '', workloads: [] };
    expect(read(denied({ source: none })).happened).toEqual({ kind: 'other', what: 'flow' });
  });

  it('reads what a process does though little is known of who started it', () => {
    const event = read(exec({ binary: '/bin/bash', parent: { binary: '' } }));
    expect(event).toMatchObject({ process: { binary: '/bin/bash' } });
    expect(event.parent).toBeUndefined();
  });

  it('keeps neither a secret nor a terminal sequence of a command line', () => {
    const { process } = read(
      exec({ process: { arguments: '-H "Authorization: Bearer eyJhbGciOi.J9.abc" \u001b[2J' } }),
    );
    expect(process?.arguments).not.toContain('eyJhbGciOi');
    expect(process?.arguments).not.toContain('\u001b');
  });
});
