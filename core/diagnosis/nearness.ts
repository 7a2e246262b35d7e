import type { Resource } from '../incident/resource.ts';
import { isWithin } from '../incident/subject.ts';

/** Something wrong elsewhere explains an alarm less than the same thing on what the alarm is about. */
const elsewhere = 0.6;

/** How much a fault of `resource` may explain an alarm about `subject`: 1 on the same thing or inside it, less elsewhere. */
export const nearness = (resource: Resource, subject: Resource): number =>
  isWithin(resource, subject) ? 1 : elsewhere;
