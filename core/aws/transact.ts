import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Committed, Write } from '../incident/table.ts';
import { isThrottled, ServiceRefused, TableBusy, translated } from './errors.ts';
import { transactItem } from './expressions.ts';

export type Pacing = {
  /** Makes the ClientRequestToken of one transaction, at most 36 characters. */
  token?: () => string;
  /** Waits before attempt 2, 3 ...; by default up to 50 ms, 100 ms, 200 ms, at random so that racers spread. */
  wait?: (attempt: number) => Promise<unknown>;
};

export const maxAttempts = 4;
/** Codes of CancellationReasons that mean "not now" instead of "no". */
const passing = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

export const spread = (attempt: number): Promise<unknown> => setTimeout(Math.random() * 25 * 2 ** (attempt - 1));

/** What a failed attempt means: the conditions are lost, or it may be tried again, or it is thrown. */
const judge = (error: unknown): Committed | 'again' => {
  if (!(error instanceof TransactionCanceledException)) {
    // The SDK has already tried these three times.
    if (isThrottled(error)) throw new TableBusy('dynamodb TransactWriteItems is throttled', { cause: error });
    throw translated('dynamodb TransactWriteItems', error);
  }
  const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  const failed = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
  if (failed.length > 0) return { kind: 'lost', failed };
  const hard = codes.filter((code) => code !== 'None' && !passing.has(code));
  if (hard.length === 0) return 'again';
  throw new ServiceRefused(`dynamodb TransactWriteItems: ${hard.join(', ')}`, { cause: error });
};

/**
 * One transaction, at most four attempts, all with the same ClientRequestToken. The token is what makes a second attempt
 * safe: when the first one was committed and only its answer got lost (a cut line, a timeout the SDK retries by itself),
 * DynamoDB answers the second with success and writes nothing, for ten minutes. Without it our own write would fail our
 * own condition and we would believe that somebody else had won. A canceled attempt has written nothing and is evaluated
 * anew.
 *
 * `lost.failed` names at least one write; where a conflict hit another write of the same transaction, DynamoDB does not
 * say whether that one's condition holds. Conflicts and throttling that outlast the attempts throw `TableBusy`.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const transact = async (
  client: DynamoDBDocumentClient,
  tableName: string,
  writes: readonly Write[],
  { token = randomUUID, wait = spread }: Pacing,
): Promise<Committed> => {
  const command = {
    TransactItems: writes.map((write) => transactItem(tableName, write)),
    ClientRequestToken: token(),
  };
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    if (attempt > 1) await wait(attempt);
    try {
      await client.send(new TransactWriteCommand(command));
      return { kind: 'committed' };
    } catch (error) {
      const verdict = judge(error);
      if (verdict !== 'again') return verdict;
    }
  }
  throw new TableBusy(`the items of this transaction were in use by others in all ${maxAttempts} attempts`);
};
