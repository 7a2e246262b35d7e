import { AsyncLocalStorage } from 'node:async_hooks';
import type { Writers } from '../core/remediation/provider.ts';
import { ProviderUnavailable } from '../core/remediation/errors.ts';
import type { KubernetesWriter } from '../core/remediation/kubernetes/port.ts';
import type { Handler } from './engine/types.ts';
import type { LocalPorts } from './ports.ts';
import type { Fault } from './scenarios/scenario.ts';

/** The process is gone: its invocation has failed, and nothing that it awaited goes on. */
class Killed extends Error {
  override readonly name = 'Killed';
}

type Injected = { changePorts(ports: LocalPorts): LocalPorts; around(name: string, handler: Handler): Handler };

/**
 * Kills the executor's process that a call is made from; unset in any other function. One for all stacks: Node's context
 * keeps an entry for every storage that was ever run in it.
 */
const invocation = new AsyncLocalStorage<() => void>();

const nothing: Injected = { changePorts: (ports) => ports, around: (_name, handler) => handler };

/**
 * The fault of a scenario, put between the executor and the simulated cluster. It strikes once, and only the executor:
 * the rollback and the invocation that takes over meet a world in order. `struck` hears of it in one line.
 */
export const injected = (fault: Fault | undefined, struck: (what: string) => void): Injected => {
  if (fault === undefined) return nothing;
  let over = false;

  const faulty =
    (patch: KubernetesWriter['patch']): KubernetesWriter['patch'] =>
    async (target, operations) => {
      const kill = invocation.getStore();
      if (over || kill === undefined || target.kind !== fault.changing) return patch(target, operations);
      over = true;
      const what = `${target.kind} ${target.name}`;
      if (fault.kind === 'call-fails') {
        struck(`the API server answered 503 to the patch of ${what}`);
        throw new ProviderUnavailable(`patch ${what}: HTTP 503`);
      }
      await patch(target, operations);
      struck(`the executor's process died after its patch of ${what}, before it was journalled`);
      kill();
      return new Promise<never>(() => undefined);
    };
  const writers = ({ kubernetes, ...others }: Partial<Writers>): Partial<Writers> => ({
    ...others,
    ...(kubernetes === undefined ? {} : { kubernetes: { ...kubernetes, patch: faulty(kubernetes.patch) } }),
  });

  return {
    changePorts: ({ session, ...others }) => ({
      ...others,
      session: { ...session, open: async (request) => writers(await session.open(request)) },
    }),
    around: (name, handler) =>
      name !== 'executor'
        ? handler
        : (event) =>
            new Promise((resolve, reject) => {
              const kill = (): void => reject(new Killed('the process was killed'));
              invocation.run(kill, handler, event).then(resolve, reject);
            }),
  };
};
