import type { Alarm, AlarmMetric } from './alarm.ts';
import type { Stack } from './stack.ts';

/** `<stack>-<logical id>-<random>`: the name that CloudFormation gives. Neither of the last two holds a hyphen, and the last has 12 characters or more. */
const logicalId = ({ name }: Stack, given: string): string | undefined =>
  given.startsWith(`${name}-`)
    ? /^([A-Z][A-Za-z0-9]*)-[A-Za-z0-9]{12,}$/.exec(given.slice(name.length + 1))?.[1]
    : undefined;

/** The namespace of the metrics that the functions count. */
const ownNamespace = 'SovereignOps';

/** A function, a queue, a table, a log group of the stack, or its API, which has the name of the stack. */
const ofOurs = (stack: Stack, { namespace, name, dimensions }: AlarmMetric): boolean =>
  namespace === ownNamespace ||
  (name !== undefined &&
    (dimensions['ApiName'] === stack.name ||
      Object.values(dimensions).some((value) => logicalId(stack, value) !== undefined)));

/**
 * True for an alarm about this system: one that the stack made, whose logical id ends in `Alarm`, and one that anybody
 * made and that watches nothing but this system. Presets of the stack, whose logical ids do not end so, and alarms of
 * others whose names merely begin with that of the stack are not.
 */
export const isAboutUs = (alarm: Pick<Alarm, 'name' | 'account' | 'region' | 'metrics'>, stack: Stack): boolean => {
  const watched = alarm.metrics.filter(({ name }) => name !== undefined);
  if (watched.length > 0 && watched.every(({ namespace }) => namespace === ownNamespace)) return true;
  if (alarm.account !== stack.account || alarm.region !== stack.region) return false;
  if (logicalId(stack, alarm.name)?.endsWith('Alarm') === true) return true;
  return watched.length > 0 && watched.every((metric) => ofOurs(stack, metric));
};
