import { AsyncLocalStorage } from 'node:async_hooks';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { powertoolsOnce } from '../../core/aws/once.ts';
import type { Once } from '../../core/runtime/effects.ts';
import type { Handler } from '../../local/engine/types.ts';

/** As the functions' own wiring has it: how long an attempt that never reported back still counts as running. */
const attemptSeconds: Readonly<Record<string, number>> = { 'alarm-handler': 30, analyzer: 120, notifier: 30 };

/** Effects at most once, in the table, by the adapter that is deployed: each function in its own partition. */
export const onceOfEach = ({ client, tableName }: { client: DynamoDBClient; tableName: string }) => {
  const current = new AsyncLocalStorage<Once>();
  const own = new Map<string, Once>(
    Object.entries(attemptSeconds).map(([functionName, seconds]) => [
      functionName,
      powertoolsOnce(client, { tableName, functionName, attemptSeconds: seconds }),
    ]),
  );
  const once: Once = (key, effect) => {
    const ofFunction = current.getStore();
    if (ofFunction === undefined) throw new Error('this function does nothing once');
    return ofFunction(key, effect);
  };
  return {
    once,
    around: (name: string, handler: Handler): Handler => {
      const mine = own.get(name);
      return mine === undefined ? handler : (event) => current.run(mine, () => handler(event));
    },
  };
};
