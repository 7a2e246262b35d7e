import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { cloudWatchAlarms } from '../../core/aws/alarms.ts';
import { clientConfig } from '../../core/aws/client-config.ts';
import { cloudWatchMetrics } from '../../core/aws/metrics.ts';
import { spokeClient } from '../../core/aws/spoke-client.ts';
import { dynamoTable } from '../../core/aws/table.ts';
import { versionsOf } from '../../core/runtime/build-facts.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { countingSteps } from '../../core/runtime/counting-steps.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { createRuntime } from '../../core/runtime/lambda.ts';
import { spokesOf } from '../../core/runtime/spoke-env.ts';
import { Env } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(Env);
const { log, meter, wrap } = createRuntime('validator');
const config = clientConfig();
const dynamo = new DynamoDBClient(config);
const spokes = spokesOf(env, config.region);
const clientIn = spokeClient({ ...spokes, client: config, now: systemClock });
const signals = (cloudWatch: CloudWatchClient) => ({
  metrics: cloudWatchMetrics(cloudWatch),
  alarms: cloudWatchAlarms(cloudWatch),
});

/** Called by EventBridge when a change is executed and for every poll. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    versions: versionsOf('validator'),
    hub: spokes.hub,
    ...signals(new CloudWatchClient(config)),
    spokeSignals: async (spoke) => signals(new CloudWatchClient(await clientIn(spoke))),
    now: systemClock,
    log,
    meter,
  }),
);
