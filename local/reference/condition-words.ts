import * as z from 'zod';

type Conditions = Readonly<Record<string, unknown>>;

const One = z.record(z.string(), z.unknown());
const Join = z.strictObject({ 'Fn::Join': z.tuple([z.literal(''), z.strictObject({ Ref: z.string() })]) });
const Ref = z.strictObject({ Ref: z.string() });

/** The parameter that one side of a comparison is, a list of them joined to one text included. */
const parameterOf = (side: unknown): string | undefined => {
  const joined = Join.safeParse(side);
  if (joined.success) return joined.data['Fn::Join'][1].Ref;
  const plain = Ref.safeParse(side);
  return plain.success ? plain.data.Ref : undefined;
};

const compared = (argument: unknown, not: boolean): string => {
  const [left, right] = z.tuple([z.unknown(), z.unknown()]).parse(argument);
  const name = parameterOf(left) ?? JSON.stringify(left);
  const value = z.union([z.string(), z.number()]).parse(right);
  if (value === '') return `\`${name}\` is ${not ? 'set' : 'empty'}`;
  return `\`${name}\` is ${not ? 'not ' : ''}\`${value}\``;
};

/** A condition of a template in words: which parameters make it true. Throws for a function that it does not know. */
export const conditionWords = (condition: unknown, conditions: Conditions, not = false): string => {
  if (typeof condition === 'string') return conditionWords(conditions[condition], conditions, not);
  const [name, argument] = Object.entries(One.parse(condition))[0] ?? [];
  const each = (joiner: ' and ' | ' or '): string =>
    z
      .array(z.unknown())
      .parse(argument)
      .map((one) => conditionWords(one, conditions, not))
      .map((words) => (words.includes(joiner === ' and ' ? ' or ' : ' and ') ? `(${words})` : words))
      .join(joiner);
  switch (name) {
    case 'Condition':
      return conditionWords(z.string().parse(argument), conditions, not);
    case 'Fn::Not':
      return conditionWords(z.array(z.unknown()).parse(argument)[0], conditions, !not);
    case 'Fn::Equals':
      return compared(argument, not);
    // Neither one nor the other is the negation of "one or the other".
    case 'Fn::And':
      return each(not ? ' or ' : ' and ');
    case 'Fn::Or':
      return each(not ? ' and ' : ' or ');
    default:
      throw new Error(`unknown condition function ${name}`);
  }
};
