import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '../../core/aws/client-config.ts';
import { dynamoTable } from '../../core/aws/table.ts';
import { policyHash, versionsOf } from '../../core/runtime/build-facts.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { countingSteps } from '../../core/runtime/counting-steps.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { createRuntime } from '../../core/runtime/lambda.ts';
import { tokenVerifier } from '../../core/runtime/oidc.ts';
import { oidcSettings } from '../../core/runtime/oidc-settings.ts';
import { openPolicyLayer } from '../../core/runtime/policy-layer.ts';
import { Env } from './env.ts';
import { createHandler } from './handler.ts';

const env = readEnv(Env);
const provider = oidcSettings(env);
const { log, meter, wrap } = createRuntime('mcp');
const dynamo = new DynamoDBClient(clientConfig());

/** Called by API Gateway. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    policy: openPolicyLayer(env.POLICY_DIR, policyHash()),
    versions: versionsOf('mcp'),
    decisionOnly: env.API_ENDPOINT === 'REGIONAL',
    tokens: provider === undefined ? undefined : tokenVerifier(provider, systemClock),
    now: systemClock,
    log,
    meter,
  }),
);
