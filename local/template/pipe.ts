import * as z from 'zod';
import { logicalIdOf } from './local-name.ts';
import type { TemplateModel } from './model.ts';
import type { Resource, Resources } from './resources.ts';
import { FilterCriteria } from './stream-reading.ts';

const PipeProperties = z.looseObject({
  Source: z.string(),
  Target: z.string(),
  SourceParameters: z.looseObject({
    FilterCriteria,
    DynamoDBStreamParameters: z.looseObject({
      BatchSize: z.int().default(100),
      /** The default is for ever; the template must say how many. */
      MaximumRetryAttempts: z.int().min(0),
      OnPartialBatchItemFailure: z.literal('AUTOMATIC_BISECT').optional(),
      DeadLetterConfig: z.looseObject({ Arn: z.string() }).optional(),
    }),
  }),
  TargetParameters: z.looseObject({
    InputTemplate: z.string(),
    EventBridgeEventBusParameters: z.looseObject({ DetailType: z.string(), Source: z.string() }),
  }),
});

/** The one Pipe from the table's stream to the bus. */
export const pipeModel = ({ logicalId, properties }: Resource, resources: Resources): TemplateModel['pipe'] => {
  const parsed = PipeProperties.safeParse(resources.resolve(properties));
  if (!parsed.success) throw new Error(`template: ${logicalId}: ${z.prettifyError(parsed.error)}`);
  const { Target, SourceParameters, TargetParameters } = parsed.data;
  const { BatchSize, MaximumRetryAttempts, OnPartialBatchItemFailure, DeadLetterConfig } =
    SourceParameters.DynamoDBStreamParameters;
  return {
    name: logicalId,
    filters: SourceParameters.FilterCriteria.Filters.map(({ Pattern }) => Pattern),
    retries: MaximumRetryAttempts,
    bisect: OnPartialBatchItemFailure !== undefined,
    batchSize: BatchSize,
    ...(DeadLetterConfig === undefined ? {} : { queue: logicalIdOf(DeadLetterConfig.Arn) }),
    bus: logicalIdOf(Target),
    source: TargetParameters.EventBridgeEventBusParameters.Source,
    detailType: TargetParameters.EventBridgeEventBusParameters.DetailType,
    inputTemplate: TargetParameters.InputTemplate,
  };
};
