import { gunzipSync } from 'node:zlib';
import * as z from 'zod';

/** True for what CloudWatch Logs hands to a function that subscribes to a log group. */
export const isLogsEvent = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && Object.hasOwn(event, 'awslogs');

/** Gzip, in base64. */
const LogsEvent = z.object({ awslogs: z.object({ data: z.string().max(8_000_000) }) });

const Batch = z.object({
  /** `CONTROL_MESSAGE` only asks whether anybody is there. */
  messageType: z.enum(['DATA_MESSAGE', 'CONTROL_MESSAGE']),
  /** The account of the log group. */
  owner: z.string().regex(/^\d{12}$/, 'expected an account id of 12 digits'),
  logGroup: z.string().min(1).max(512),
  logEvents: z.array(z.object({ message: z.string() })).max(50_000),
});
export type Batch = z.infer<typeof Batch>;

/** What 6 MB of an invocation unpack to where they are logs; beyond it the data were made to fill a memory. */
const mostBytes = 64_000_000;

/**
 * The batch of a subscription, or one line that says why it is none.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export const unpack = (event: unknown): { kind: 'batch'; batch: Batch } | { kind: 'unknown'; problem: string } => {
  const unknown = (problem: string) => ({
    kind: 'unknown' as const,
    problem: `CloudWatch Logs subscription: ${problem}`,
  });
  const envelope = LogsEvent.safeParse(event);
  if (!envelope.success) return unknown('awslogs.data: expected base64 of at most 8 MB');
  let content: unknown;
  try {
    const bytes = gunzipSync(Buffer.from(envelope.data.awslogs.data, 'base64'), { maxOutputLength: mostBytes });
    content = JSON.parse(bytes.toString('utf8'));
  } catch {
    return unknown('awslogs.data: expected base64 of gzip of JSON');
  }
  const parsed = Batch.safeParse(content);
  if (parsed.success) return { kind: 'batch', batch: parsed.data };
  const [issue] = parsed.error.issues;
  return unknown(`${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
};
