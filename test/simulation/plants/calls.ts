import type { JsonPatchOperation } from '../../../core/remediation/json-patch.ts';
import type { SessionRequest } from '../../../core/remediation/ports.ts';
import { portOf } from '../../../core/remediation/provider.ts';
import type { Plant } from '../plant.ts';

type Operations = readonly JsonPatchOperation[];

/** Every patch of the cluster is another one; `n` counts them from 0. */
export const patching = (other: (operations: Operations, n: number) => Operations): Plant => {
  let n = -1;
  return {
    ports: (ports) => ({
      ...ports,
      session: {
        ...ports.session,
        open: async (request) => {
          const kubernetes = portOf(await ports.session.open(request), 'kubernetes');
          return {
            kubernetes: {
              ...kubernetes,
              patch: (target, operations) => {
                n += 1;
                return kubernetes.patch(target, other(operations, n));
              },
            },
          };
        },
      },
    }),
  };
};

/** Credentials are asked for something else than was approved. */
export const asking = (other: (request: SessionRequest) => SessionRequest): Plant => ({
  ports: (ports) => ({
    ...ports,
    session: { ...ports.session, open: (request) => ports.session.open(other(request)) },
  }),
});
