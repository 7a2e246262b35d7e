import { setTimeout } from 'node:timers/promises';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '../../core/aws/client-config.ts';
import { evidencePorts } from '../../core/aws/evidence-ports.ts';
import { bedrockModel } from '../../core/aws/model.ts';
import { powertoolsOnce } from '../../core/aws/once.ts';
import { spokeEvidence } from '../../core/aws/spoke-evidence.ts';
import { dynamoTable } from '../../core/aws/table.ts';
import { policyHash, versionsOf } from '../../core/runtime/build-facts.ts';
import { systemClock } from '../../core/runtime/clock.ts';
import { countingSteps } from '../../core/runtime/counting-steps.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { clusterOf } from '../../core/runtime/function-env.ts';
import { createRuntime } from '../../core/runtime/lambda.ts';
import { openPolicyLayer } from '../../core/runtime/policy-layer.ts';
import { spokesOf } from '../../core/runtime/spoke-env.ts';
import { Env, guardrailOf } from './env.ts';
import { createHandler } from './handler.ts';
import { startCheck } from './start-check.ts';

const env = readEnv(Env);
const { log, meter, wrap } = createRuntime('analyzer');
const config = clientConfig();
const dynamo = new DynamoDBClient(config);
const guardrail = guardrailOf(env);
const spokes = spokesOf(env, config.region);
const policy = openPolicyLayer(env.POLICY_DIR, policyHash());

const pause = (from: number, to: number) => setTimeout(from + Math.random() * (to - from));

/** A model answers slowly; two questions with the pause between them must fit into the 120 seconds of the function. */
const modelMs = 40_000;
/** One attempt: every call is counted before it is made. */
const bedrock = () => new BedrockRuntimeClient({ ...clientConfig({ requestTimeoutMs: modelMs }), maxAttempts: 1 });
const model = () =>
  bedrockModel(bedrock(), {
    modelId: env.MODEL_ID,
    timeoutMs: modelMs,
    ...(guardrail === undefined ? {} : { guardrail }),
  });
if (env.MODEL_ID !== '') {
  for (const { level, message } of startCheck(env.MODEL_ID, policy.models)) log[level](message);
}

const evidence = {
  now: systemClock,
  pause,
  reads: { cloudTrail: env.READ_CLOUDTRAIL, rds: env.READ_RDS, xRay: env.READ_XRAY },
};

/** Called by EventBridge when an incident is detected. */
export const handler = wrap(
  createHandler({
    table: countingSteps(dynamoTable(dynamo, { tableName: env.TABLE_NAME }), meter),
    policy,
    versions: versionsOf('analyzer'),
    // The function's timeout in template.yaml.
    once: powertoolsOnce(dynamo, { tableName: env.TABLE_NAME, functionName: 'analyzer', attemptSeconds: 120 }),
    hub: spokes.hub,
    ...evidencePorts({ ...evidence, client: config, cluster: clusterOf(env) }),
    spokeEvidence: spokeEvidence({ ...evidence, ...spokes, client: config }),
    ...(env.MODEL_ID === '' ? {} : { model: model() }),
    pause,
    sleep: (ms) => setTimeout(ms),
    now: systemClock,
    log,
    meter,
  }),
);
