import * as z from 'zod';
import { logicalIdOf } from './local-name.ts';
import type { FunctionModel } from './model.ts';
import { everySeconds } from './rate.ts';
import { StreamProperties, streamReading } from './stream-reading.ts';

type Starts = Pick<FunctionModel, 'rules' | 'schedules' | 'streams'>;

const Disabled = z.union([z.object({ Enabled: z.literal(false) }), z.object({ State: z.literal('DISABLED') })]);
const DeadLetterConfig = z
  .looseObject({ Arn: z.string().optional(), QueueLogicalId: z.string().optional() })
  .optional();
const RuleProperties = z.looseObject({
  EventBusName: z.string().default('default'),
  Pattern: z.record(z.string(), z.unknown()),
  DeadLetterConfig,
});
const ScheduleProperties = z.looseObject({
  Schedule: z.string().optional(),
  ScheduleExpression: z.string().optional(),
  Input: z.string().optional(),
  DeadLetterConfig,
});

const queueOf = (config: z.infer<typeof DeadLetterConfig>): { queue?: string } => {
  const name = config?.Arn ?? config?.QueueLogicalId;
  return name === undefined ? {} : { queue: logicalIdOf(name) };
};

/** What would change the event on its way to the function; reading the template without it would prove nothing. */
const refuse = (properties: unknown, names: readonly string[]): void => {
  const found = names.filter((name) => Object.hasOwn(Object(properties), name));
  if (found.length > 0) throw new Error(`${found.join(', ')}: the local engine does not know this property`);
};

const rule = (name: string, properties: unknown): Starts => {
  refuse(properties, ['Input', 'InputPath', 'InputTransformer']);
  const { EventBusName, Pattern, DeadLetterConfig: config } = RuleProperties.parse(properties);
  const entry = { name, ...queueOf(config), bus: logicalIdOf(EventBusName), pattern: Pattern };
  return { rules: [entry], schedules: [], streams: [] };
};

const schedule = (name: string, properties: unknown): Starts => {
  const { Schedule, ScheduleExpression, Input, DeadLetterConfig: config } = ScheduleProperties.parse(properties);
  const entry = {
    name,
    ...queueOf(config),
    everySeconds: everySeconds(Schedule ?? ScheduleExpression ?? ''),
    ...(Input === undefined ? {} : { input: Input }),
  };
  return { rules: [], schedules: [entry], streams: [] };
};

const stream = (name: string, properties: unknown): Starts => {
  const parsed = StreamProperties.parse(properties);
  const reportsItems = parsed.FunctionResponseTypes.includes('ReportBatchItemFailures');
  return { rules: [], schedules: [], streams: [{ name, ...streamReading(parsed), reportsItems }] };
};

/** What one entry of a SAM function's `Events` starts; nothing for the kinds that come from outside (API, SNS). */
export const startsOf = (name: string, type: string, properties: unknown): Starts => {
  if (Disabled.safeParse(properties).success) return { rules: [], schedules: [], streams: [] };
  switch (type) {
    case 'EventBridgeRule':
    case 'CloudWatchEvent':
      return rule(name, properties);
    case 'Schedule':
    case 'ScheduleV2':
      return schedule(name, properties);
    case 'DynamoDB':
      return stream(name, properties);
    default:
      return { rules: [], schedules: [], streams: [] };
  }
};
