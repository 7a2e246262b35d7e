import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SNSClient } from '@aws-sdk/client-sns';
import { clientConfig } from '../../core/aws/client-config.ts';
import { kmsMacGenerator } from '../../core/aws/macs.ts';
import { snsNotices } from '../../core/aws/notices.ts';
import { powertoolsOnce } from '../../core/aws/once.ts';
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
const { log, meter, wrap } = createRuntime('notifier');
const config = clientConfig();
const dynamo = new DynamoDBClient(config);

/** Called by EventBridge for every state that a person must know of. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    policy: openPolicyLayer(env.POLICY_DIR, policyHash()),
    versions: versionsOf('notifier'),
    // The function's timeout in template.yaml.
    once: powertoolsOnce(dynamo, { tableName: env.TABLE_NAME, functionName: 'notifier', attemptSeconds: 30 }),
    notices: snsNotices(new SNSClient(config), { topicArn: env.NOTICE_TOPIC_ARN }),
    linkGenerator: kmsMacGenerator(new KMSClient(config), { keyId: env.LINK_KEY_ID }),
    approvalBaseUrl: env.APPROVAL_BASE_URL,
    noticeDetail: env.NOTICE_DETAIL,
    now: systemClock,
    log,
    meter,
  }),
);
