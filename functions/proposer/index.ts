import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { clientConfig } from '../../core/aws/client-config.ts';
import { eksAccess } from '../../core/aws/eks.ts';
import { awsReaders } from '../../core/aws/providers.ts';
import { ssmMode } from '../../core/aws/switches.ts';
import { spokeReaders } from '../../core/aws/spoke-readers.ts';
import { dynamoTable } from '../../core/aws/table.ts';
import { policyHash, versionsOf } from '../../core/runtime/build-facts.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { countingSteps } from '../../core/runtime/counting-steps.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { clusterOf } from '../../core/runtime/function-env.ts';
import { createRuntime } from '../../core/runtime/lambda.ts';
import { openPolicyLayer } from '../../core/runtime/policy-layer.ts';
import { spokesOf } from '../../core/runtime/spoke-env.ts';
import { Env } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(Env);
const { log, meter, wrap } = createRuntime('proposer');
const config = clientConfig();
const spokes = spokesOf(env, config.region);
const dynamo = new DynamoDBClient(config);

/** Called by EventBridge when an incident is analyzed. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    policy: openPolicyLayer(env.POLICY_DIR, policyHash()),
    versions: versionsOf('proposer'),
    switches: ssmMode(new SSMClient(config), { path: env.SWITCH_PATH, log }),
    access: eksAccess(clusterOf(env), {
      ...config,
      now: systemClock,
      remediationRoleArn: env.REMEDIATION_ROLE_ARN,
    }),
    hub: spokes.hub,
    readersFor: awsReaders({ cluster: clusterOf(env), client: config, now: systemClock }),
    spokeReaders: spokeReaders({ ...spokes, client: config, now: systemClock }),
    now: systemClock,
    log,
    meter,
  }),
);
