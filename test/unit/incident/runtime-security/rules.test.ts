import { describe, expect, it } from 'vitest';
import { isPublic } from '../../../../core/incident/runtime-security/public-address.ts';
import { readLine } from '../../../../core/incident/runtime-security/read-line.ts';
import { hitsOf } from '../../../../core/incident/runtime-security/rules/rules.ts';
import { call, connects, denied, exec, opens } from '../../../../local/workload/agent-events.ts';

const found = (line: object): string[] => {
  const read = readLine(JSON.stringify(line));
  if (read.kind === 'refused') throw new Error(read.reason);
  return hitsOf(read.event).map(({ rule, object }) => `${rule} ${object}`);
};

const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const onHost = { pod: undefined };

describe('rules about what happens in containers', () => {
  it.each<[string, object, string[]]>([
    ['the shadow file', opens('/etc/shadow'), ['sensitive_file_access /etc/shadow']],
    ['a private key of a user', opens('/root/.ssh/id_ed25519'), ['sensitive_file_access /root/.ssh/id_ed25519']],
    ['a token that is shown', opens(token), [`sensitive_file_access ${token}`]],
    ['a keystore that is shown', opens('/opt/app/client.p12'), ['sensitive_file_access /opt/app/client.p12']],
    [
      'a command that is about to read it',
      exec({ binary: '/bin/cat', process: { arguments: '/etc/shadow' } }),
      ['sensitive_file_access /etc/shadow'],
    ],
    [
      'users that are written',
      call('security_file_permission', [{ file_arg: { path: '/etc/passwd' } }, { int_arg: 2 }]),
      ['sensitive_file_access /etc/passwd'],
    ],
    ['a public address', connects('203.0.113.9', 443), ['public_egress 203.0.113.9:443']],
    ['a public address of IPv6', connects('2606:4700::1', 443), ['public_egress 2606:4700::1:443']],
    [
      'credentials that become those of root',
      call('commit_creds', [{ process_credentials_arg: { euid: 0 } }], { binary: '/opt/x', process: { uid: 11 } }),
      ['privilege_escalation x'],
    ],
    ['su', call('__x64_sys_setuid', [{ int_arg: 0 }], { binary: '/bin/su' }), ['privilege_escalation su']],
    [
      'a program with a set-uid bit',
      exec({
        binary: '/usr/bin/mount',
        process: { binary_properties: { privileges_changed: ['PRIVILEGES_RAISED_EXEC_FILE_SETUID'] } },
      }),
      ['privilege_escalation mount'],
    ],
    ['another namespace', call('__x64_sys_setns', [], { binary: '/opt/x' }), ['namespace_entry x']],
    [
      'what calls itself a runtime inside of a container',
      call('__x64_sys_setns', [], { binary: '/opt/x/runc' }),
      ['namespace_entry runc'],
    ],
    ['nsenter', exec({ binary: '/usr/bin/nsenter' }), ['namespace_entry nsenter']],
    [
      'a module from a container, though it is signed',
      call('do_init_module', [{ module_arg: { name: 'xfs', signature_ok: true } }]),
      ['kernel_module xfs'],
    ],
    [
      'an unsigned module on the node',
      call('do_init_module', [{ module_arg: { name: 'quiet', tainted: ['TAINT_OUT_OF_TREE_MODULE'] } }], {
        process: onHost,
        parent: onHost,
      }),
      ['kernel_module quiet'],
    ],
    ['a program in /tmp', exec({ binary: '/tmp/.x/miner' }), ['writable_path_execution /tmp/.x/miner']],
    [
      'a program in /tmp by another name',
      exec({ binary: '/usr/..//tmp/./miner' }),
      ['writable_path_execution /tmp/miner'],
    ],
    [
      'a program in a folder that is deeper than any name',
      exec({ binary: `/tmp/${'d/'.repeat(4000)}miner` }),
      [expect.stringMatching(/^writable_path_execution \/tmp\/d\/d/)],
    ],
    [
      'a command that names the file in another way',
      exec({ binary: '/bin/cat', process: { arguments: '/proc/self/root/etc//shadow' } }),
      ['sensitive_file_access /etc/shadow'],
    ],
    ['a program that is in no file', exec({ binary: 'memfd:a' }), ['writable_path_execution memfd:a']],
    ['a shell', exec({ binary: '/bin/bash' }), ['unexpected_shell bash']],
    ['a package manager', exec({ binary: '/sbin/apk' }), ['unexpected_package_manager apk']],
    ['a refused flow', denied(), ['denied_flow ledger/ledger-db:5432']],
  ])('finds %s', (_what, line, hits) => {
    expect(found(line)).toEqual(hits);
  });

  it.each<[string, object]>([
    ['a file that everybody reads', opens('/etc/passwd')],
    ['the application reading its own token', opens(token, { binary: '/usr/local/bin/receipts' })],
    ['the application reading its own keystore', opens('/opt/app/client.p12', { binary: '/usr/local/bin/receipts' })],
    ['a certificate', opens('/etc/ssl/certs/ca.pem')],
    ['an address inside', connects('10.0.9.4', 5432)],
    ['the DNS of the VPC', connects('169.254.20.10', 53)],
    ['root staying root', call('__x64_sys_setuid', [{ int_arg: 0 }], { binary: '/usr/sbin/nginx' })],
    ['a user giving its rights up', call('__x64_sys_setuid', [{ int_arg: 101 }], { binary: '/bin/su' })],
    [
      'the runtime that makes the container, started from outside of it',
      call('__x64_sys_setns', [], {
        binary: '/usr/bin/runc',
        parent: { binary: '/usr/bin/containerd-shim', pod: undefined },
      }),
    ],
    [
      'a signed module on the node',
      call('do_init_module', [{ module_arg: { name: 'xfs', signature_ok: true } }], {
        process: onHost,
        parent: onHost,
      }),
    ],
    ['a shell on the node', exec({ binary: '/bin/bash', process: onHost, parent: onHost })],
    ['a program of the image', exec({ binary: '/usr/local/bin/receipts' })],
  ])('finds nothing in %s', (_what, line) => {
    expect(found(line)).toEqual([]);
  });

  it.each([
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
  ])('%s is private', (address) => expect(isPublic(address)).toBe(false));
  it.each(['172.32.0.1', '100.128.0.1', '8.8.8.8', '2001:db8::1', '::ffff:8.8.8.8', 'not an address'])(
    '%s counts as public',
    (address) => expect(isPublic(address)).toBe(true),
  );
});
