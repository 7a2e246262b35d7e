import type { Resource } from '../incident/resource.ts';
import { isWithin } from '../incident/subject.ts';

/** Something wrong elsewhere explains an alarm less than the same thing on what the alarm is about. */
const elsewhere = 0.6;

/** A namespace that refuses refuses everything in it. */
const isAround = ({ kind, name }: Resource, subject: Resource): boolean =>
  kind === 'Namespace' && name === subject.namespace;

/**
 * How much a fault of `resource` may explain an alarm about `subject`: 1 on the same thing inside or around it, less
 * elsewhere.
 */
export const nearness = (resource: Resource, subject: Resource): number =>
  isWithin(resource, subject) || isAround(resource, subject) ? 1 : elsewhere;
