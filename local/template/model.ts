import * as z from 'zod';

/**
 * What the engine takes from template.yaml. Names: `function` is the folder in functions/, `queue` the logical id of a
 * failure destination, `bus` the logical id of a bus or `default`.
 */
const Name = z.string().min(1);

/** Where an event ends that could not even be handed to the function. */
const Delivery = { queue: Name.optional() };

const Rule = z.strictObject({ name: Name, ...Delivery, bus: Name, pattern: z.record(z.string(), z.unknown()) });

/** Seconds between two runs, from `rate(...)`. `input` replaces the scheduled event where the template sets one. */
const Schedule = z.strictObject({
  name: Name,
  ...Delivery,
  everySeconds: z.int().positive(),
  input: z.string().optional(),
});

/** Reads a table stream; the numbers are finite on purpose: one bad record must not stop the line. */
const StreamReading = {
  filters: z.array(z.record(z.string(), z.unknown())),
  retries: z.int().min(0).max(10_000),
  bisect: z.boolean(),
  batchSize: z.int().positive(),
  queue: Name.optional(),
};
const StreamSource = z.strictObject({ name: Name, ...StreamReading, reportsItems: z.boolean() });

const FunctionModel = z.strictObject({
  name: Name,
  logicalId: Name,
  environment: z.record(z.string(), z.string()),
  /** Of an asynchronous invocation: how often a failed run is repeated (Lambda allows 0 to 2) and where it ends. */
  retries: z.int().min(0).max(2),
  /** No repetition starts later than this after the first run. */
  maxAgeSeconds: z.int().min(60).max(21_600),
  /** After so many seconds Lambda ends a run. */
  timeoutSeconds: z.int().min(1).max(900),
  queue: Name.optional(),
  rules: z.array(Rule),
  schedules: z.array(Schedule),
  streams: z.array(StreamSource),
});
export type FunctionModel = z.infer<typeof FunctionModel>;

const Pipe = z.strictObject({
  name: Name,
  ...StreamReading,
  bus: Name,
  source: Name,
  detailType: Name,
  inputTemplate: Name,
});

const KeyElement = z.object({ AttributeName: Name, KeyType: z.enum(['HASH', 'RANGE']) });

/** The table as `CreateTable` takes it, without what only the real service knows. */
const TableDefinition = z.object({
  KeySchema: z.array(KeyElement),
  AttributeDefinitions: z.array(z.object({ AttributeName: Name, AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: Name,
        KeySchema: z.array(KeyElement),
        Projection: z.object({
          ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']),
          NonKeyAttributes: z.array(Name).optional(),
        }),
      }),
    )
    .optional(),
  StreamSpecification: z.object({ StreamViewType: z.enum(['NEW_IMAGE', 'NEW_AND_OLD_IMAGES']) }),
});
export type TableDefinition = z.infer<typeof TableDefinition>;

export const TemplateModel = z.strictObject({
  functions: z.array(FunctionModel).min(1),
  pipe: Pipe,
  table: TableDefinition,
});
export type TemplateModel = z.infer<typeof TemplateModel>;
export type StreamReading = z.infer<z.ZodObject<typeof StreamReading>>;
