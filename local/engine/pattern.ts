import * as z from 'zod';
import { fieldOf } from './field.ts';
import { scalarTest, type Test } from './pattern-operator.ts';

/** True when an event matches. */
export type Pattern = (event: unknown) => boolean;

const Fields = z.record(z.string(), z.unknown());
const Exists = z.strictObject({ exists: z.boolean() });

/** The scalars at a leaf; an array stands for each of its elements. Objects are no leaf, so they count as absent. */
const scalars = (value: unknown): unknown[] => {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(scalars);
  return typeof value === 'object' && value !== null ? [] : [value];
};

const leaf = (alternatives: readonly unknown[]): Pattern => {
  if (alternatives.length === 0) throw new Error('an empty list matches nothing');
  const presence: boolean[] = [];
  const tests: Test[] = [];
  for (const alternative of alternatives) {
    const exists = Exists.safeParse(alternative);
    if (exists.success) presence.push(exists.data.exists);
    else tests.push(scalarTest(alternative));
  }
  return (value) => {
    const found = scalars(value);
    return presence.includes(found.length > 0) || found.some((one) => tests.some((test) => test(one)));
  };
};

/** Adds where in the pattern an error is. */
const within = <T>(where: string, compile: () => T): T => {
  try {
    return compile();
  } catch (cause) {
    throw new Error(`event pattern at ${where}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
};

const field = (name: string, rule: unknown, where: string): Pattern => {
  const at = where === '' ? name : `${where}.${name}`;
  if (name === '$or') {
    const branches = within(at, () => z.array(Fields).min(2).parse(rule)).map((branch) => object(branch, at));
    return (event) => branches.some((matches) => matches(event));
  }
  const matches = Array.isArray(rule) ? within(at, () => leaf(rule)) : object(rule, at);
  return (event) => matches(fieldOf(event, name));
};

const object = (pattern: unknown, where: string): Pattern => {
  const fields = Fields.safeParse(pattern);
  if (!fields.success) throw new Error(`event pattern at ${where}: expected an object or a list of alternatives`);
  const tests = Object.entries(fields.data).map(([name, rule]) => field(name, rule, where));
  if (tests.length === 0) throw new Error(`event pattern at ${where || 'the top'}: empty, it would match everything`);
  return (event) =>
    // As EventBridge does it: in a list of objects, one object must match the whole sub-pattern.
    Array.isArray(event) ? event.some((one) => tests.every((test) => test(one))) : tests.every((test) => test(event));
};

/**
 * Reads an EventBridge event pattern (rules, Pipe filters and Lambda stream filters use the same language): exact values,
 * nested fields, prefix, suffix, anything-but, exists, numeric, wildcard, equals-ignore-case and $or. `exists` looks at
 * leaves only, as EventBridge does. Throws, naming the place, for whatever it does not know.
 */
export const eventPattern = (pattern: unknown): Pattern => object(pattern, '');
