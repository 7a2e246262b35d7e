import * as z from 'zod';

type AttributeValue =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { L: AttributeValue[] }
  | { M: Record<string, AttributeValue> };

/** The DynamoDB JSON of the types our items are made of; sets and binary are none of them and are refused. */
const AttributeValue: z.ZodType<AttributeValue> = z.lazy(() =>
  z.union([
    z.strictObject({ S: z.string() }),
    z.strictObject({ N: z.string() }),
    z.strictObject({ BOOL: z.boolean() }),
    z.strictObject({ NULL: z.literal(true) }),
    z.strictObject({ L: z.array(AttributeValue) }),
    z.strictObject({ M: z.record(z.string(), AttributeValue) }),
  ]),
);

const plain = (value: AttributeValue): unknown => {
  if ('S' in value) return value.S;
  if ('N' in value) return z.coerce.number().parse(value.N);
  if ('BOOL' in value) return value.BOOL;
  if ('NULL' in value) return null;
  if ('L' in value) return value.L.map(plain);
  return plainImage(value.M);
};

const plainImage = (image: Record<string, AttributeValue>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plain(value)]));

/** An item of a stream record as plain JSON. Throws for a type that no item of ours has. */
export const fromImage = (image: unknown): Record<string, unknown> =>
  plainImage(z.record(z.string(), AttributeValue).parse(image));
