import * as z from 'zod';

/** True when one scalar of the event passes; never called for a value that is absent. */
export type Test = (value: unknown) => boolean;

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Numeric = z.array(z.union([z.enum(['<', '<=', '=', '>=', '>']), z.number()])).min(2);
const AnyCase = z.strictObject({ 'equals-ignore-case': z.string() });

const textTest =
  (test: (value: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value);

const compare: Record<string, (a: number, b: number) => boolean> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '=': (a, b) => a === b,
  '>=': (a, b) => a >= b,
  '>': (a, b) => a > b,
};

const numeric = (rule: readonly (string | number)[]): Test => {
  if (rule.length !== 2 && rule.length !== 4) throw new Error('numeric takes one or two pairs of operator and number');
  const bounds = [rule.slice(0, 2), rule.slice(2)].filter((pair) => pair.length === 2);
  const tests = bounds.map(([operator, bound]) => {
    const holds = compare[String(operator)];
    if (holds === undefined || typeof bound !== 'number') throw new Error('numeric takes pairs of operator and number');
    return (value: number) => holds(value, bound);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
};

const wildcard = (pattern: string): Test => {
  const source = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const expression = new RegExp(`^${source.join('.*')}$`, 's');
  return textTest((value) => expression.test(value));
};

const anyCase = (wanted: string): Test => textTest((value) => value.toLowerCase() === wanted.toLowerCase());

/** `prefix` and `suffix` take a text, or one with letter case ignored. */
const edge =
  (holds: (value: string, wanted: string) => boolean) =>
  (argument: unknown): Test => {
    const folded = AnyCase.safeParse(argument);
    if (!folded.success) {
      const wanted = z.string().parse(argument);
      return textTest((value) => holds(value, wanted));
    }
    const wanted = folded.data['equals-ignore-case'].toLowerCase();
    return textTest((value) => holds(value.toLowerCase(), wanted));
  };

const anythingBut = (argument: unknown): Test => {
  const alternatives = Array.isArray(argument) ? argument : [argument];
  const tests = alternatives.map((alternative: unknown) => scalarTest(alternative));
  return (value) => tests.every((test) => !test(value));
};

const operators: Record<string, (argument: unknown) => Test> = {
  prefix: edge((value, wanted) => value.startsWith(wanted)),
  suffix: edge((value, wanted) => value.endsWith(wanted)),
  numeric: (argument) => numeric(Numeric.parse(argument)),
  wildcard: (argument) => wildcard(z.string().parse(argument)),
  'equals-ignore-case': (argument) => anyCase(z.string().parse(argument)),
  'anything-but': anythingBut,
};

/** The test of one alternative of a leaf: a scalar, or an object with one operator. Throws for an operator it does not know. */
export const scalarTest = (alternative: unknown): Test => {
  const scalar = Scalar.safeParse(alternative);
  if (scalar.success) return (value) => value === scalar.data;
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(alternative));
  const [name, argument] = entries[0] ?? [];
  if (name === undefined || entries.length > 1) throw new Error('one alternative holds exactly one operator');
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator === undefined) {
    throw new Error(`unknown operator "${name}"; known are exists, $or, ${Object.keys(operators).join(', ')}`);
  }
  return operator(argument);
};
