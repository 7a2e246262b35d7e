import {
  IdempotencyConfig,
  IdempotencyAlreadyInProgressError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Once } from '../runtime/effects.ts';
import { EffectInProgress } from './errors.ts';

export type OnceConfig = {
  tableName: string;
  functionName: string;
  /**
   * The function's timeout or more: how long an attempt that never reported back still counts as running. Shorter, and a
   * slow first attempt runs beside a second; much longer, and the retries after a crash come too early to help.
   */
  attemptSeconds: number;
  /** How long a result is remembered: one hour by default. Longer than the event's retries last. */
  expiresAfterSeconds?: number;
};

/**
 * Effects at most once per key, kept by Powertools in the function's own partition, removed by the table's TTL.
 *
 * Powertools asks the Lambda context for the time that is left and makes a record that never lapses within the hour when
 * it gets none, or zero; so every call is given the whole `attemptSeconds` here, and a crash blocks no longer than that.
 * A result is kept as JSON text: whoever asks, first or later, gets the same value, and nothing in it (undefined, large
 * numbers, deep nesting) can fail to be stored after the effect has happened. Results must be JSON objects.
 *
 * Throws `EffectInProgress` while another attempt runs, the effect's own error (it may then be tried again), and
 * Powertools' `IdempotencyPersistenceLayerError` when the table does not answer: before the effect, or after it, in which
 * case it can happen a second time once the attempt has lapsed.
 */
export const powertoolsOnce = (client: DynamoDBClient, config: OnceConfig): Once => {
  const settings = new IdempotencyConfig({
    expiresAfterSeconds: config.expiresAfterSeconds ?? 3600,
    throwOnNoIdempotencyKey: true,
    hashFunction: 'sha256',
  });
  // With POWERTOOLS_IDEMPOTENCY_DISABLED set, makeIdempotent would hand out the bare effect.
  if (!settings.isEnabled()) throw new Error('POWERTOOLS_IDEMPOTENCY_DISABLED must not be set');
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName: config.tableName,
    awsSdkV3Client: client,
    keyAttr: 'pk',
    sortKeyAttr: 'sk',
    staticPkValue: `IDEMPOTENCY#${config.functionName}`,
    expiryAttr: 'purgeAt',
  });
  const attempt = { getRemainingTimeInMillis: () => config.attemptSeconds * 1000 };

  return async <T extends object>(key: string, effect: () => Promise<T>): Promise<T> => {
    // The second parameter is how Powertools finds the remaining time: it looks for the method, not for a Lambda.
    const run = async (_key: string, _attempt: typeof attempt): Promise<string> => JSON.stringify(await effect());
    try {
      return JSON.parse(
        await makeIdempotent(run, { persistenceStore, config: settings, keyPrefix: 'ONCE' })(key, attempt),
      );
    } catch (error) {
      if (error instanceof IdempotencyAlreadyInProgressError) {
        throw new EffectInProgress(`${key} is running elsewhere`, { cause: error });
      }
      throw error;
    }
  };
};
