import * as z from 'zod';
import { startsOf } from './function-events.ts';
import { logicalIdOf } from './local-name.ts';
import type { FunctionModel } from './model.ts';
import type { Resource, Resources } from './resources.ts';

const Fields = z.record(z.string(), z.unknown());
const Variable = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Environment = z.looseObject({ Variables: z.record(z.string(), Variable).default({}) }).prefault({});
const OnFailure = z.looseObject({ Destination: z.string().optional() });
/** The defaults are Lambda's. */
const InvokeConfig = z
  .looseObject({
    MaximumRetryAttempts: z.int().default(2),
    MaximumEventAgeInSeconds: z.int().default(21_600),
    DestinationConfig: z.looseObject({ OnFailure: OnFailure.optional() }).optional(),
  })
  .prefault({});
const Settings = z.looseObject({
  Timeout: z.int().default(3),
  Environment,
  EventInvokeConfig: InvokeConfig,
  DeadLetterQueue: z.looseObject({ TargetArn: z.string() }).optional(),
});
const Events = z.record(z.string(), z.looseObject({ Type: z.string(), Properties: z.unknown() })).default({});

/** `AlarmHandlerFunction` is functions/alarm-handler: the build names its targets the same way. */
export const folderOf = (logicalId: string): string =>
  logicalId
    .replace(/Function$/, '')
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase();

/** SAM's merge of `Globals` with a function: maps are merged at every depth, anything else is the function's. */
const merged = (common: unknown, own: unknown): unknown => {
  const [a, b] = [Fields.safeParse(common), Fields.safeParse(own)];
  if (!a.success || !b.success) return own === undefined ? common : own;
  const names = new Set([...Object.keys(a.data), ...Object.keys(b.data)]);
  return Object.fromEntries([...names].map((name) => [name, merged(a.data[name], b.data[name])]));
};

/** Adds what was being read to an error, so that it names the function and the event. */
const reading = <T>(what: string, read: () => T): T => {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const shown = cause instanceof z.ZodError ? z.prettifyError(cause) : reason;
    throw new Error(`template: ${what}: ${shown}`, { cause });
  }
};

/** One `AWS::Serverless::Function` with `Globals` applied. Throws, naming function and event, for what it cannot read. */
export const functionModel = ({ logicalId, properties }: Resource, resources: Resources): FunctionModel => {
  const settings = ({ Timeout, Environment, EventInvokeConfig, DeadLetterQueue }: Record<string, unknown>): unknown =>
    resources.resolve({ Timeout, Environment, EventInvokeConfig, DeadLetterQueue });
  const parsed = reading(logicalId, () => Settings.parse(merged(settings(resources.globals), settings(properties))));
  const events = reading(logicalId, () => Events.parse(properties['Events']));
  const starts = Object.entries(events).map(([name, event]) =>
    reading(`${logicalId}, event ${name}`, () => startsOf(name, event.Type, resources.resolve(event.Properties))),
  );
  const { EventInvokeConfig: config, DeadLetterQueue } = parsed;
  const destination = config.DestinationConfig?.OnFailure?.Destination ?? DeadLetterQueue?.TargetArn;
  return {
    name: folderOf(logicalId),
    logicalId,
    environment: parsed.Environment.Variables,
    retries: config.MaximumRetryAttempts,
    maxAgeSeconds: config.MaximumEventAgeInSeconds,
    timeoutSeconds: parsed.Timeout,
    ...(destination === undefined ? {} : { queue: logicalIdOf(destination) }),
    rules: starts.flatMap(({ rules }) => rules),
    schedules: starts.flatMap(({ schedules }) => schedules),
    streams: starts.flatMap(({ streams }) => streams),
  };
};
