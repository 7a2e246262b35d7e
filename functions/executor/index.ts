import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { cloudWatchAlarms } from '../../core/aws/alarms.ts';
import { s3AuditTrail } from '../../core/aws/audit-trail.ts';
import { s3Claims } from '../../core/aws/claims.ts';
import { clientConfig } from '../../core/aws/client-config.ts';
import { kmsMacVerifier } from '../../core/aws/macs.ts';
import { remediationSession } from '../../core/aws/remediation-session.ts';
import { spokeClient } from '../../core/aws/spoke-client.ts';
import { ssmSwitches } from '../../core/aws/switches.ts';
import { dynamoTableId } from '../../core/aws/table-id.ts';
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
const { log, meter, wrap } = createRuntime('executor');
const config = clientConfig();
const spokes = spokesOf(env, config.region);
const dynamo = new DynamoDBClient(config);
const s3 = new S3Client(config);
const clientIn = spokeClient({ ...spokes, client: config, now: systemClock });
const tableId = dynamoTableId(dynamo, { tableName: env.TABLE_NAME });

/** Called by EventBridge when an incident is approved, and again while it is executing. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    policy: openPolicyLayer(env.POLICY_DIR, policyHash()),
    versions: versionsOf('executor'),
    hub: spokes.hub,
    alarms: cloudWatchAlarms(new CloudWatchClient(config)),
    spokeAlarms: async (spoke) => cloudWatchAlarms(new CloudWatchClient(await clientIn(spoke))),
    proofVerifier: kmsMacVerifier(new KMSClient(config), { keyId: env.PROOF_KEY_ID }),
    auditTrail: s3AuditTrail(s3, { bucket: env.AUDIT_BUCKET }),
    claims: s3Claims(s3, { bucket: env.CLAIM_BUCKET }),
    switches: ssmSwitches(new SSMClient(config), { path: env.SWITCH_PATH, tableId, log }),
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
