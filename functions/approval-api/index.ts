import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { clientConfig } from '../../core/aws/client-config.ts';
import { consoleHome } from '../../core/aws/console-home.ts';
import { kmsMacGenerator, kmsMacVerifier } from '../../core/aws/macs.ts';
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
import { signInOf } from './sign-in.ts';

const env = readEnv(Env);
const provider = oidcSettings(env);
const { log, meter, wrap } = createRuntime('approval-api');
const config = clientConfig();
const dynamo = new DynamoDBClient(config);
const kms = new KMSClient(config);

/** Called by API Gateway. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    policy: openPolicyLayer(env.POLICY_DIR, policyHash()),
    versions: versionsOf('approval-api'),
    linkVerifier: kmsMacVerifier(kms, { keyId: env.LINK_KEY_ID }),
    proofGenerator: kmsMacGenerator(kms, { keyId: env.PROOF_KEY_ID }),
    signIn: signInOf(env),
    logPlace: { home: consoleHome(config.region), logGroups: env.LOG_GROUPS, dashboard: env.DASHBOARD_NAME },
    decisionOnly: env.API_ENDPOINT === 'REGIONAL',
    tokens: provider === undefined ? undefined : tokenVerifier(provider, systemClock),
    now: systemClock,
    log,
    meter,
  }),
);
