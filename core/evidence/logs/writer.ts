import type { Resource } from '../../incident/resource.ts';
import type { Owners } from '../kubernetes/owners.ts';
import type { ReadRecord } from './read-records.ts';

/** How agents name the stream of a container: `<pod>_<namespace>_<container>`, with what the node's file name adds around it. */
const podStream =
  /^([a-z0-9][a-z0-9.-]*)_([a-z0-9][a-z0-9-]*)_([a-z0-9][a-z0-9-]*?)(?:-[0-9a-f]{2,64})?(?:_previous|\.log)?$/;

/** What Fluent Bit puts before the name of the node's file. */
const agentPrefix = /^.*\.containers\./;

/** The pod whose container wrote a record: by the router's envelope, else by the name of the stream. */
export const podOf = ({ pod, stream }: Pick<ReadRecord, 'pod' | 'stream'>): ReadRecord['pod'] => {
  if (pod !== undefined) return pod;
  const [, name, namespace, container] = podStream.exec(stream.replace(agentPrefix, '')) ?? [];
  return name === undefined || namespace === undefined || container === undefined
    ? undefined
    : { name, namespace, container };
};

/** Which workload wrote each record, one look-up a stream; a record that names no pod is of the subject. */
export const writersOf = (owners: Owners, subject: Resource) => {
  const known = new Map<string, Resource>();
  return (record: ReadRecord): Resource => {
    const pod = podOf(record);
    if (pod === undefined) return subject;
    const key = `${pod.namespace}/${pod.name}`;
    const resource = known.get(key) ?? owners.ofNamed({ kind: 'Pod', name: pod.name }, pod.namespace);
    known.set(key, resource);
    return resource;
  };
};
