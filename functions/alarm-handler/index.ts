import { setTimeout } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '../../core/aws/client-config.ts';
import { powertoolsOnce } from '../../core/aws/once.ts';
import { dynamoTable } from '../../core/aws/table.ts';
import { policyHash, versionsOf } from '../../core/runtime/build-facts.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { countingSteps } from '../../core/runtime/counting-steps.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { hubOf } from '../../core/runtime/spoke-env.ts';
import { createRuntime } from '../../core/runtime/lambda.ts';
import { openPolicyLayer } from '../../core/runtime/policy-layer.ts';
import { Env } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(Env);
const { log, meter, wrap } = createRuntime('alarm-handler');
const config = clientConfig();
const dynamo = new DynamoDBClient(config);

/** Called by EventBridge, by CloudWatch itself and by SNS. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    policy: openPolicyLayer(env.POLICY_DIR, policyHash()),
    hub: hubOf(env, config.region),
    versions: versionsOf('alarm-handler'),
    stack: env.STACK_ID,
    ...(env.EKS_CLUSTER_NAME === '' ? {} : { cluster: env.EKS_CLUSTER_NAME }),
    // The function's timeout in template.yaml.
    once: powertoolsOnce(dynamo, { tableName: env.TABLE_NAME, functionName: 'alarm-handler', attemptSeconds: 30 }),
    pause: (from, to) => setTimeout(from + Math.random() * (to - from)),
    now: systemClock,
    log,
    meter,
  }),
);
