import * as z from 'zod';
import { logicalIdOf } from './local-name.ts';
import type { StreamReading } from './model.ts';

const JsonObject = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'expected a JSON event pattern' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown()));

export const FilterCriteria = z
  .object({ Filters: z.array(z.object({ Pattern: JsonObject })).default([]) })
  .default({ Filters: [] });

/** How Lambda reads a stream: a SAM `DynamoDB` event or an `AWS::Lambda::EventSourceMapping`. */
export const StreamProperties = z.looseObject({
  FilterCriteria,
  BatchSize: z.int().default(100),
  BisectBatchOnFunctionError: z.boolean().default(false),
  /** Lambda's default is for ever; finite retries are a rule of this project, so the template must say how many. */
  MaximumRetryAttempts: z.int().min(0),
  DestinationConfig: z.looseObject({ OnFailure: z.looseObject({ Destination: z.string() }) }).optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
});

/** The same in the engine's words. */
export const streamReading = (properties: z.infer<typeof StreamProperties>): StreamReading => {
  const destination = properties.DestinationConfig?.OnFailure.Destination;
  return {
    filters: properties.FilterCriteria.Filters.map(({ Pattern }) => Pattern),
    retries: properties.MaximumRetryAttempts,
    bisect: properties.BisectBatchOnFunctionError,
    batchSize: properties.BatchSize,
    ...(destination === undefined ? {} : { queue: logicalIdOf(destination) }),
  };
};
