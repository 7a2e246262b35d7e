import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  ConverseCommand,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { beforeEach, describe, expect, it } from 'vitest';
import { bedrockModel } from '../../../core/aws/model.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const client = new BedrockRuntimeClient({ region: 'eu-central-1' });
const bedrock = mockedClient(client);
const config = { modelId: 'eu.vendor.model-v1', timeoutMs: 5000 };
const model = bedrockModel(client, config);
beforeEach(() => bedrock.reset());

const request = {
  system: 'Name the cause.',
  prompt: '<evidence>S1: oom_killed</evidence>',
  tool: { name: 'diagnose', description: 'the causes', schema: { type: 'object', properties: {} } },
  maxTokens: 700,
};
const answer = (over: Partial<ConverseCommandOutput> = {}): ConverseCommandOutput => ({
  output: {
    message: {
      role: 'assistant',
      content: [
        { text: 'Thinking of it.' },
        { toolUse: { toolUseId: 't1', name: 'diagnose', input: { causes: [{ category: 'oom_killed' }] } } },
      ],
    },
  },
  stopReason: 'tool_use',
  usage: { inputTokens: 812, outputTokens: 64, totalTokens: 876 },
  metrics: { latencyMs: 900 },
  $metadata: {},
  ...over,
});

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' };
/** Takes connections and never answers. */
const silentServer = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, endpoint: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}` };
};

describe('the model on Bedrock', () => {
  it('makes one call that must use the tool, at temperature 0', async () => {
    bedrock.on(ConverseCommand).resolves(answer());
    await model.ask(request);
    expect(bedrock.calls().map((call) => call.args[0].input)).toEqual([
      {
        modelId: 'eu.vendor.model-v1',
        system: [{ text: 'Name the cause.' }],
        messages: [{ role: 'user', content: [{ text: '<evidence>S1: oom_killed</evidence>' }] }],
        inferenceConfig: { temperature: 0, maxTokens: 700 },
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: 'diagnose',
                description: 'the causes',
                inputSchema: { json: { type: 'object', properties: {} } },
              },
            },
          ],
          toolChoice: { tool: { name: 'diagnose' } },
        },
      },
    ]);
  });

  it('gives the input of the tool, its text and the tokens it took', async () => {
    bedrock.on(ConverseCommand).resolves(answer());
    expect(await model.ask(request)).toEqual({
      input: { causes: [{ category: 'oom_killed' }] },
      raw: '{"causes":[{"category":"oom_killed"}]}',
      inputTokens: 812,
      outputTokens: 64,
    });
  });

  it('names the guardrail where there is one', async () => {
    bedrock.on(ConverseCommand).resolves(answer());
    await bedrockModel(client, { ...config, guardrail: { id: 'gr-1', version: '3' } }).ask(request);
    expect(bedrock.commandCalls(ConverseCommand)[0]?.args[0].input.guardrailConfig).toEqual({
      guardrailIdentifier: 'gr-1',
      guardrailVersion: '3',
    });
  });

  it('gives up after its time', async () => {
    const { server, endpoint } = await silentServer();
    const slow = new BedrockRuntimeClient({ region: 'eu-central-1', endpoint, credentials, maxAttempts: 1 });
    const asked = bedrockModel(slow, { ...config, timeoutMs: 50 }).ask(request);
    await expect(asked).rejects.toMatchObject({ name: 'ModelUnavailable', retryable: true });
    slow.destroy();
    server.close();
  });

  it.each([
    ['text instead of the tool', { output: { message: { role: 'assistant', content: [{ text: 'No idea.' }] } } }],
    ['an answer cut by its length', { stopReason: 'max_tokens' }],
    ['an answer stopped by the guardrail', { stopReason: 'guardrail_intervened' }],
    ['no message', { output: undefined }],
  ] satisfies [string, Partial<ConverseCommandOutput>][])('does not take %s', async (_what, over) => {
    bedrock.on(ConverseCommand).resolves(answer(over));
    await expect(model.ask(request)).rejects.toMatchObject({
      name: 'ModelUnavailable',
      why: 'no-answer',
      retryable: false,
      used: { inputTokens: 812, outputTokens: 64 },
    });
  });

  const free = { inputTokens: 0, outputTokens: 0 };
  it.each([
    ['ThrottlingException', 'client', { why: 'throttled', retryable: true, used: free }],
    ['ModelNotReadyException', 'client', { why: 'throttled', retryable: true, used: free }],
    ['ServiceUnavailableException', 'server', { why: 'throttled', retryable: true, used: free }],
    ['ModelTimeoutException', 'client', { why: 'failed', retryable: true, used: undefined }],
    ['InternalServerException', 'server', { why: 'failed', retryable: true, used: undefined }],
    ['AccessDeniedException', 'client', { why: 'not-invocable', retryable: false, used: free }],
    ['ResourceNotFoundException', 'client', { why: 'not-invocable', retryable: false, used: free }],
    ['ValidationException', 'client', { why: 'not-invocable', retryable: false, used: free }],
    ['UnknownException', 'client', { why: 'failed', retryable: false, used: undefined }],
  ] as const)('translates %s', async (name, $fault, meaning) => {
    const error = new BedrockRuntimeServiceException({ name, $fault, message: 'quotes the prompt', $metadata: {} });
    bedrock.on(ConverseCommand).rejects(error);
    await expect(model.ask(request)).rejects.toMatchObject({
      name: 'ModelUnavailable',
      message: `bedrock Converse: ${name}`,
      code: name,
      cause: error,
      ...meaning,
    });
  });

  it('counts a lost connection as worth another try', async () => {
    bedrock.on(ConverseCommand).rejects(new Error('socket hang up'));
    await expect(model.ask(request)).rejects.toMatchObject({ why: 'failed', retryable: true, used: undefined });
  });
});
