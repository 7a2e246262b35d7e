import type { Resource } from '../../core/incident/resource.ts';
import type { Provider, Readers, Writers } from '../../core/remediation/provider.ts';

type Names<K extends Provider> = readonly (keyof Writers[K])[];

/** The calls of each provider that change a resource; every other one reads, or makes what nothing uses yet. */
const changes: { [K in Provider]: Names<K> } = {
  kubernetes: ['patch'],
  ec2: ['assign', 'unassign', 'setSourceDestCheck', 'setSecurityGroups'],
  ecs: ['setDesiredCount', 'setTaskDefinition'],
  rds: ['modify'],
  lambda: ['setMemory', 'setReservedConcurrency'],
  cloudcontrol: ['patch'],
};

/** What the first arguments of such a call name. */
const targets: Record<Provider, (first: unknown, second: unknown) => Resource> = {
  kubernetes: (first) => first as Resource,
  ec2: (first) => ({ kind: 'NetworkInterface', name: String(first) }),
  ecs: (first, second) => ({ kind: 'EcsService', name: `${String(first)}/${String(second)}` }),
  rds: (first) => ({ kind: 'DBInstance', name: String(first) }),
  lambda: (first) => ({ kind: 'Function', name: String(first) }),
  cloudcontrol: (first, second) => ({ kind: String(first), name: String(second) }),
};

export type Call = (...args: unknown[]) => Promise<unknown>;
/** One call of a port as it is wrapped; `target` says what it changes, and is absent for a call that only reads. */
export type Wrapped = { provider: Provider; name: string; call: Call; target?: (args: readonly unknown[]) => Resource };

/** The same readers or writers with every call replaced by what `wrap` makes of it. */
export const wrapCalls = <P extends Partial<Readers>>(ports: P, wrap: (one: Wrapped) => Call): P => {
  const wrapped: Record<string, unknown> = {};
  for (const [key, port] of Object.entries(ports)) {
    const provider = key as Provider;
    const changing: readonly PropertyKey[] = changes[provider];
    const target = (args: readonly unknown[]): Resource => targets[provider](args[0], args[1]);
    wrapped[key] = Object.fromEntries(
      Object.entries(port as Record<string, Call>).map(([name, call]) => [
        name,
        wrap({ provider, name, call, ...(changing.includes(name) ? { target } : {}) }),
      ]),
    );
  }
  return wrapped as P;
};
