import * as z from 'zod';
import type { Resource } from '../../incident/resource.ts';
import type { LogLine } from '../ports.ts';
import type { WorkloadNames } from './workload-names.ts';

export type Origin = { workload: Resource; container?: string; pod?: string };

/** The envelope of the Container Insights log router. */
const Routed = z.object({
  kubernetes: z.object({
    namespace_name: z.string(),
    pod_name: z.string(),
    container_name: z.string().optional(),
  }),
});

/** `<pod>_<namespace>_<container>[_previous]`; names of Kubernetes hold no underscore. */
const ofStream = /^([a-z0-9.-]+)_([a-z0-9-]+)_([a-z0-9-]+)(?:_previous)?$/;
/** The file that the kubelet writes, as log routers name their streams by it. */
const ofFile = /containers\.([a-z0-9.-]+)_([a-z0-9-]+)_([a-z0-9-]+)-[0-9a-f]{64}\.log$/;

const routed = (message: string): z.infer<typeof Routed>['kubernetes'] | undefined => {
  if (!message.startsWith('{') || !message.includes('"kubernetes"')) return undefined;
  try {
    return Routed.safeParse(JSON.parse(message)).data?.kubernetes;
  } catch {
    return undefined;
  }
};

/**
 * Who wrote a line: by its stream, or by the envelope it came in. Undefined where neither names a pod of a known workload.
 * The pod's name is left out where the stream only gives its workload's.
 */
export const originsOf = (names: WorkloadNames): ((line: LogLine) => Origin | undefined) => {
  const known = new Map<string, Origin | undefined>();
  const origin = (pod: string, namespace: string, container: string | undefined): Origin | undefined => {
    const workload = names.named(pod, namespace);
    if (workload === undefined) return undefined;
    return {
      workload,
      ...(container === undefined ? {} : { container }),
      ...(workload.name === pod ? {} : { pod }),
    };
  };
  return ({ stream, message }) => {
    const envelope = routed(message);
    if (envelope !== undefined) {
      return origin(envelope.pod_name, envelope.namespace_name, envelope.container_name);
    }
    if (!known.has(stream)) {
      const [, pod, namespace, container] = ofStream.exec(stream) ?? ofFile.exec(stream) ?? [];
      known.set(stream, pod === undefined || namespace === undefined ? undefined : origin(pod, namespace, container));
    }
    return known.get(stream);
  };
};
