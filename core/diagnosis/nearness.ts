import { type Resource, resourceKey } from '../incident/resource.ts';

/** Something wrong elsewhere explains an alarm less than the same thing on what the alarm is about. */
const elsewhere = 0.6;

const inScope = ({ kind, namespace, name }: Resource, subject: Resource): boolean => {
  switch (subject.kind) {
    // An alarm that names nothing, or a whole cluster, is about everything that was looked at.
    case 'Alarm':
    case 'Cluster':
      return true;
    // A namespace stands on nodes, and on volumes and whatever else belongs to no namespace.
    case 'Namespace':
      return namespace === undefined || namespace === subject.name || (kind === 'Namespace' && name === subject.name);
    // Metrics name a pod or its workload; a pod's name begins with its workload's.
    case 'Pod':
      return namespace === subject.namespace && (subject.name === name || subject.name.startsWith(`${name}-`));
    default:
      return false;
  }
};

/** How much a fault of `resource` may explain an alarm about `subject`: 1 on the same thing or inside it, less elsewhere. */
export const nearness = (resource: Resource, subject: Resource): number =>
  resourceKey(resource) === resourceKey(subject) || inScope(resource, subject) ? 1 : elsewhere;
