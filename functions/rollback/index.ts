import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { s3Claims } from '../../core/aws/claims.ts';
import { clientConfig } from '../../core/aws/client-config.ts';
import { kmsMacVerifier } from '../../core/aws/macs.ts';
import { remediationSession } from '../../core/aws/remediation-session.ts';
import { ssmEmergencyStop } from '../../core/aws/switches.ts';
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
const { log, meter, wrap } = createRuntime('rollback');
const config = clientConfig();
const spokes = spokesOf(env, config.region);
const dynamo = new DynamoDBClient(config);

/** Called by EventBridge when a fix failed and when a person approved its rollback. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    policy: openPolicyLayer(env.POLICY_DIR, policyHash()),
    versions: versionsOf('rollback'),
    proofVerifier: kmsMacVerifier(new KMSClient(config), { keyId: env.PROOF_KEY_ID }),
    claims: s3Claims(new S3Client(config), { bucket: env.CLAIM_BUCKET }),
    switches: ssmEmergencyStop(new SSMClient(config), { path: env.SWITCH_PATH, log }),
    session: remediationSession({
      ...spokes,
      roleArn: env.REMEDIATION_ROLE_ARN,
      cluster: clusterOf(env),
      client: config,
      now: systemClock,
    }),
    now: systemClock,
    log,
    meter,
  }),
);
