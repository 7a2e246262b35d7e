import * as z from 'zod';
import type { Alarm, AlarmMetric } from './alarm.ts';

/** The stack that this system is: where it is and what it is called. */
export type Stack = { account: string; region: string; name: string };

const arn = /^arn:aws[a-z-]*:cloudformation:([a-z0-9-]+):(\d{12}):stack\/([A-Za-z][A-Za-z0-9-]*)\/[^/]+$/;

/** A stack from its ARN, which `AWS::StackId` gives. */
export const StackArn = z.string().transform((text, context): Stack => {
  const [, region, account, name] = arn.exec(text) ?? [];
  if (region === undefined || account === undefined || name === undefined) {
    context.issues.push({ code: 'custom', message: 'expected the ARN of a stack', input: text });
    return z.NEVER;
  }
  return { account, region, name };
});

/** `<stack>-<logical id>-<random>`: the name that CloudFormation gives. Neither of the last two holds a hyphen, and the last has 12 characters or more. */
const logicalId = ({ name }: Stack, given: string): string | undefined =>
  given.startsWith(`${name}-`)
    ? /^([A-Z][A-Za-z0-9]*)-[A-Za-z0-9]{12,}$/.exec(given.slice(name.length + 1))?.[1]
    : undefined;

/** The namespace of the metrics that the functions count. */
export const ownNamespace = 'SovereignOps';

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
