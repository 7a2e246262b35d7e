import type { Pod } from '../objects.ts';

/**
 * Ports that a service mesh's sidecar takes for itself, wherever it runs: Istio
 * (https://istio.io/latest/docs/ops/deployment/application-requirements/) and Linkerd 2 (proxy.ports of its Helm chart).
 */
const reserved: readonly { proxy: RegExp; ports: readonly number[] }[] = [
  { proxy: /istio-proxy|istio\/proxyv2/, ports: [15000, 15001, 15004, 15006, 15008, 15020, 15021, 15053, 15090] },
  { proxy: /linkerd-proxy/, ports: [4140, 4143, 4190, 4191] },
  { proxy: /envoy|consul-dataplane/, ports: [19000, 20000] },
];
/** A sidecar is started beside every container of a pod, or by an init container that goes on running. */
export const isProxy = ({ name, image }: { name: string; image?: string | null | undefined }): boolean =>
  /(?:^|-)(?:istio-proxy|linkerd-proxy|envoy|consul-dataplane|daprd|cloud-?sql-proxy|proxy|sidecar|agent)(?:$|-)/.test(
    name,
  ) || reserved.some(({ proxy }) => proxy.test(image ?? ''));

/** `"statusPort": 15020` in JSON or YAML, whatever port of the proxy it sets. */
const portSetting = /["']?(\w*[pP]ort)["']?\s*:\s*["']?(\d{2,5})\b/g;
const proxyAnnotation =
  /^(?:proxy\.istio\.io\/config|status\.sidecar\.istio\.io\/port|config\.linkerd\.io\/[\w-]+-port|dapr\.io\/(?:http|grpc|internal-grpc|metrics)[\w-]*-port|sidecar\.[\w.]+\/[\w-]*port[\w-]*)$/;

export type Taken = { port: number; by: string };

type Annotated = Readonly<Record<string, string>> | null | undefined;
/** Ports that annotations give to the proxy, and which annotation does. */
export const annotatedPorts = (annotations: Annotated): Taken[] =>
  Object.entries(annotations ?? {}).flatMap(([key, value]): Taken[] => {
    if (!proxyAnnotation.test(key)) return [];
    if (/^\d{2,5}$/.test(value)) return [{ port: Number(value), by: key }];
    return [...value.matchAll(portSetting)].map(([, setting, port]) => ({
      port: Number(port),
      by: `${setting ?? ''} of ${key}`,
    }));
  });

/** Ports that the pod's proxies take by their nature. */
export const reservedPorts = ({ spec }: Pod): Taken[] =>
  [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ name, image }) =>
    reserved
      .filter(({ proxy }) => proxy.test(name) || proxy.test(image ?? ''))
      .flatMap(({ ports }) => ports.map((port) => ({ port, by: name }))),
  );
