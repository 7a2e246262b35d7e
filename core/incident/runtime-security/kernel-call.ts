import * as z from 'zod';
import { cleanText } from '../text.ts';
import type { Happened } from './event.ts';
import { plainPath } from './plain-path.ts';
import { Path } from './process.ts';

/** The arguments of which rules know something; of the many others nothing is kept. Source: tetragon.proto, `KprobeArgument`. */
const Argument = z.object({
  file_arg: z.object({ path: Path.optional() }).optional(),
  path_arg: z.object({ path: Path.optional() }).optional(),
  string_arg: z.string().max(4096).optional(),
  int_arg: z.int().optional(),
  sock_arg: z.object({ daddr: z.string().max(64).optional(), dport: z.int().min(0).max(65_535).optional() }).optional(),
  process_credentials_arg: z.object({ uid: z.int().optional(), euid: z.int().optional() }).optional(),
  module_arg: z
    .object({
      name: z.string().max(256).default('?'),
      signature_ok: z.boolean().optional(),
      tainted: z.array(z.string().max(64)).max(32).default([]),
    })
    .optional(),
});

/** A function of the kernel that a tracing policy watches, as `process_kprobe` and `process_lsm` tell it. */
export const KernelCall = z.object({
  function_name: z.string().min(1).max(128),
  args: z.array(Argument).max(16).default([]),
  action: z.string().max(64).default(''),
});
export type KernelCall = z.infer<typeof KernelCall>;

/** Events of 2021 leave the first slash out. */
const absolute = (path: string): string => (path.startsWith('/') ? path : `/${path}`);

/** Bits of the mask of `security_file_permission`. Source: linux, include/linux/fs.h. */
const [mayWrite, mayRead] = [2, 4];

const accessOf = ({ function_name: call, args }: KernelCall): 'read' | 'write' | 'open' => {
  if (/write|truncate|unlink|rename/.test(call)) return 'write';
  if (/sys_p?read/.test(call)) return 'read';
  const mask =
    call === 'security_file_permission' ? (args.find(({ int_arg }) => int_arg !== undefined)?.int_arg ?? 0) : 0;
  if ((mask & mayWrite) !== 0) return 'write';
  return (mask & mayRead) === 0 ? 'open' : 'read';
};

const fileOf = (call: KernelCall): Happened | undefined => {
  const opened = /sys_(open|openat|openat2|creat)$/.test(call.function_name)
    ? call.args.find(({ string_arg }) => string_arg !== undefined && string_arg !== '')?.string_arg
    : undefined;
  const [path] = call.args.flatMap(({ file_arg, path_arg }) => file_arg?.path ?? path_arg?.path ?? []);
  const found = path ?? (opened === undefined ? undefined : cleanText(plainPath(opened), 200));
  return found === undefined || found === ''
    ? undefined
    : { kind: 'file', path: absolute(found), access: accessOf(call) };
};

const connectionOf = ({ function_name, args }: KernelCall): Happened | undefined => {
  const [sock] = args.flatMap(({ sock_arg }) => sock_arg ?? []);
  return function_name === 'tcp_connect' && sock?.daddr !== undefined
    ? { kind: 'connect', address: sock.daddr, port: sock.dport ?? 0 }
    : undefined;
};

/** `setuid(uid)`, `setreuid(real, effective)`, `setresuid(real, effective, saved)`: the effective one counts. */
const userOf = ({ function_name: call, args }: KernelCall): Happened | undefined => {
  const [credentials] = args.flatMap(({ process_credentials_arg }) => process_credentials_arg ?? []);
  if (credentials !== undefined) {
    const uid = credentials.euid ?? credentials.uid;
    return uid === undefined ? undefined : { kind: 'user', uid, call };
  }
  if (!/sys_set(re|res|fs)?uid$/.test(call)) return undefined;
  const uids = args.flatMap(({ int_arg }) => int_arg ?? []);
  const uid = uids[1] ?? uids[0];
  return uid === undefined || uid < 0 ? undefined : { kind: 'user', uid, call };
};

const moduleOf = ({ args }: KernelCall): Happened | undefined => {
  const [module] = args.flatMap(({ module_arg }) => module_arg ?? []);
  if (module === undefined) return undefined;
  const doubtful = module.tainted.some((taint) => /UNSIGNED|OUT_OF_TREE|FORCED/.test(taint));
  return { kind: 'module', name: cleanText(module.name, 64), trusted: !doubtful && module.signature_ok !== false };
};

const namespaceOf = ({ function_name: call }: KernelCall): Happened | undefined =>
  /sys_(setns|unshare)$|^(switch_task_namespaces|create_new_namespaces)$/.test(call)
    ? { kind: 'namespace', call }
    : undefined;

/** What a call of the kernel says happened; `other` where no rule would make anything of it. Pure. */
export const happenedBy = (call: KernelCall): Happened =>
  moduleOf(call) ??
  namespaceOf(call) ??
  userOf(call) ??
  connectionOf(call) ??
  fileOf(call) ?? { kind: 'other', what: cleanText(call.function_name, 64) };

/** True where the policy was one that enforces: the process was ended, or the call was answered with an error. */
export const wasBlocked = ({ action }: KernelCall): boolean =>
  action === 'KPROBE_ACTION_SIGKILL' || action === 'KPROBE_ACTION_OVERRIDE';
