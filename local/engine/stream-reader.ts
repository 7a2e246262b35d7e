import * as z from 'zod';
import { callApi } from './dynamodb-api.ts';
import { StreamRecord } from './types.ts';

const Described = z.object({ StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })) }) });
const Listed = z.object({ Streams: z.array(z.object({ StreamArn: z.string() })) });
const Iterator = z.object({ ShardIterator: z.string() });
const Page = z.object({ Records: z.array(StreamRecord), NextShardIterator: z.string().nullish() });

/** Most records DynamoDB gives in one answer. */
const pageSize = 1000;
const target = (operation: string): string => `DynamoDBStreams_20120810.${operation}`;

/**
 * Reads the stream of a table from its beginning, over the streams API: each call returns what is new. Shards are read
 * in the order in which they are described, so parents before children and each key in its order.
 */
export const streamReader = (endpoint: string, tableName: string): (() => Promise<StreamRecord[]>) => {
  const call = <T>(operation: string, input: object, answer: z.ZodType<T>): Promise<T> =>
    callApi(endpoint, target(operation), input).then((body) => answer.parse(body));
  const known = new Set<string>();
  const open: string[] = [];

  const findShards = async (): Promise<void> => {
    const { Streams } = await call('ListStreams', { TableName: tableName }, Listed);
    const StreamArn = Streams[0]?.StreamArn;
    if (StreamArn === undefined) throw new Error(`table ${tableName} has no stream`);
    const { StreamDescription } = await call('DescribeStream', { StreamArn }, Described);
    for (const { ShardId } of StreamDescription.Shards.filter((shard) => !known.has(shard.ShardId))) {
      known.add(ShardId);
      const input = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
      open.push((await call('GetShardIterator', input, Iterator)).ShardIterator);
    }
  };

  return async () => {
    if (open.length === 0) await findShards();
    const records: StreamRecord[] = [];
    for (const iterator of open.splice(0)) {
      let next: string | null | undefined = iterator;
      let full = true;
      while (full && typeof next === 'string') {
        const page: z.infer<typeof Page> = await call('GetRecords', { ShardIterator: next, Limit: pageSize }, Page);
        records.push(...page.Records);
        full = page.Records.length === pageSize;
        next = page.NextShardIterator;
      }
      if (typeof next === 'string') open.push(next);
    }
    return records;
  };
};
