import type { Resource } from '../resource.ts';

/** The kinds whose pods are isolated by the labels that select them, or one by one. */
export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'Pod'] as const;

/**
 * The characters of `rand.SafeEncodeString`, of which controllers make suffixes.
 * Source: kubernetes, staging/src/k8s.io/apimachinery/pkg/util/rand.
 */
const safe = '[bcdfghjklmnpqrstvwxz2456789]';
/** A Deployment's pod: `<name>-<hash of the template>-<5>`; a StatefulSet's: `<name>-<n>`; a DaemonSet's: `<name>-<5>`. */
const forms: readonly { kind: Resource['kind']; form: RegExp }[] = [
  { kind: 'Deployment', form: new RegExp(`^(.+)-${safe}{6,10}-${safe}{5}$`) },
  { kind: 'StatefulSet', form: /^(.+)-\d{1,4}$/ },
  { kind: 'DaemonSet', form: new RegExp(`^(.+)-${safe}{5}$`) },
];

const isKnown = (kind: string): boolean => workloadKinds.some((known) => known === kind);

/**
 * The workload that keeps a pod. Agents of today say its name and kind, those of yesterday the name alone or neither: then
 * it is what the pod's name says, by the forms that controllers give to names. A ReplicaSet is its Deployment where its
 * name has that form. A kind that nothing here can isolate is the pod alone.
 */
export const workloadOfPod = (
  namespace: string,
  pod: string,
  said: { name?: string | undefined; kind?: string | undefined },
): Resource => {
  if (said.name !== undefined && said.kind !== undefined && isKnown(said.kind)) {
    return { kind: said.kind, namespace, name: said.name };
  }
  if (said.kind !== undefined && said.kind !== 'ReplicaSet') return { kind: 'Pod', namespace, name: pod };
  for (const { kind, form } of forms) {
    const name = form.exec(pod)?.[1];
    if (name !== undefined && (said.name === undefined || said.name === name || said.name.startsWith(`${name}-`))) {
      return { kind, namespace, name };
    }
  }
  return { kind: 'Pod', namespace, name: pod };
};
