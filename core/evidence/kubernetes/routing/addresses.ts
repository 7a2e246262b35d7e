import type { Cluster } from '../cluster.ts';
import type { Container } from '../pod-spec.ts';

/** A variable of a container with its value, wherever that stands. Values in Secrets are never read. */
export type Variable = { name: string; value: string; from: string };
export type Address = { host: string; port?: number };

/** The variables of a container, those of the later source winning as Kubernetes has it: `env` over `envFrom`. */
export const variablesOf = (
  container: Container,
  namespace: string | undefined,
  { ConfigMap }: Cluster,
): Variable[] => {
  const dataOf = (name: string | null | undefined): Record<string, string> =>
    ConfigMap.find(({ metadata }) => metadata.name === name && (metadata.namespace ?? undefined) === namespace)?.data ??
    {};
  const found = new Map<string, Variable>();
  for (const { prefix, configMapRef } of container.envFrom ?? []) {
    for (const [key, value] of Object.entries(dataOf(configMapRef?.name))) {
      const name = `${prefix ?? ''}${key}`;
      found.set(name, { name, value, from: `ConfigMap ${configMapRef?.name ?? ''}` });
    }
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const ref = valueFrom?.configMapKeyRef;
    const held = value ?? dataOf(ref?.name)[ref?.key ?? ''];
    if (held !== undefined)
      found.set(name, { name, value: held, from: ref == null ? 'its template' : `ConfigMap ${ref.name ?? ''}` });
  }
  const expand = (value: string): string =>
    value.replace(/\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g, (whole, name: string) => found.get(name)?.value ?? whole);
  return [...found.values()].map((one) => ({ ...one, value: expand(one.value) }));
};

const hostName = /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?\.?$/i;
const withPort = /^([^:/\s]+):(\d{1,5})$/;
/** Names of variables whose bare value is a host. */
const hostVariable = /(?:^|_)(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ADDRESSES|ENDPOINT|BROKER|BROKERS|DOMAIN)$/i;
const authority = /^(?:jdbc:)?[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?([^/?;\s]+)/i;

const one = (text: string): Address | undefined => {
  const [, host, port] = withPort.exec(text) ?? [];
  if (host !== undefined && port !== undefined && hostName.test(host)) return { host, port: Number(port) };
  return hostName.test(text) ? { host: text } : undefined;
};

/** The addresses that a variable holds: URLs, `host:port`, lists of these, and bare hosts where the name says that it is one. */
export const addressesIn = ({ name, value }: Pick<Variable, 'name' | 'value'>): Address[] => {
  const url = authority.exec(value.trim())?.[1];
  const parts = (url ?? value).split(',').map((part) => part.trim());
  return parts.flatMap((part) => {
    const address = part.includes('$') ? undefined : one(part);
    if (address === undefined || !/[a-z]/i.test(address.host)) return [];
    return url !== undefined || address.port !== undefined || hostVariable.test(name) ? [address] : [];
  });
};
