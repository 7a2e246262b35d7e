import type { Cluster } from '../cluster.ts';
import type { Container } from '../pod-spec.ts';
import type { Running } from '../running.ts';
import { type Address, addressesIn, type Variable, variablesOf } from './addresses.ts';
import { keyOf } from './near.ts';
import { type Resolved, resolverOf } from './resolve.ts';

/** A workload that was told an address, and what that leads to. */
export type Use = {
  running: Running;
  container: Container;
  variable: Variable;
  address: Address;
  resolved: Resolved;
  /** What the variable is named for: `PAYMENT_SERVICE_ADDR` for `payment`. */
  key: string;
};

/** The last word of a variable says what its value is, not whose. */
const suffix =
  /_?(?:ADDR|ADDRS|ADDRESS|ADDRESSES|HOST|HOSTNAME|HOSTS|URL|URI|ENDPOINT|ENDPOINTS|SERVER|BASE_URL|PORT)$/i;
const variableKey = (name: string): string => keyOf(name.replace(suffix, ''));

/** `X_PORT` beside `X_HOST` is the port of that host. */
const pairedPort = (variable: Variable, variables: readonly Variable[]): number | undefined => {
  const stem = variable.name.replace(suffix, '');
  const value = variables.find(({ name }) => stem !== '' && name === `${stem}_PORT`)?.value;
  return value !== undefined && /^\d{1,5}$/.test(value) ? Number(value) : undefined;
};

/** Every address that a variable of a workload holds. */
export const usesOf = (cluster: Cluster, all: readonly Running[]): Use[] => {
  const resolve = resolverOf(cluster);
  return all.flatMap((running) =>
    running.spec.containers.flatMap((container) => {
      const variables = variablesOf(container, running.namespace, cluster);
      return variables.flatMap((variable) =>
        addressesIn(variable).map((address): Use => {
          const port = address.port ?? pairedPort(variable, variables);
          return {
            running,
            container,
            variable,
            address: { host: address.host, ...(port === undefined ? {} : { port }) },
            resolved: resolve(address.host, running.namespace ?? ''),
            key: variableKey(variable.name),
          };
        }),
      );
    }),
  );
};
