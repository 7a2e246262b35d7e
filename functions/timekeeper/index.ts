import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '../../core/aws/client-config.ts';
import { dynamoTable } from '../../core/aws/table.ts';
import { policyHash, versionsOf } from '../../core/runtime/build-facts.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { countingSteps } from '../../core/runtime/counting-steps.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { createRuntime } from '../../core/runtime/lambda.ts';
import { openPolicyLayer } from '../../core/runtime/policy-layer.ts';
import { Env } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(Env);
const { log, meter, wrap } = createRuntime('timekeeper');
const config = clientConfig();
const dynamo = new DynamoDBClient(config);

/** Called every minute. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    // A layer that cannot be opened must not stop the deadlines.
    get policy() {
      return openPolicyLayer(env.POLICY_DIR, policyHash());
    },
    versions: versionsOf('timekeeper'),
    now: systemClock,
    log,
    meter,
  }),
);
