import {
  type BedrockRuntimeClient,
  ConverseCommand,
  type ConverseCommandInput,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import * as z from 'zod';
import { ModelUnavailable } from '../diagnosis/errors.ts';
import type { Model, ModelAnswer, ModelRequest } from '../diagnosis/ports.ts';

export type ModelConfig = {
  modelId: string;
  guardrail?: { id: string; version: string };
  /** For the whole call. */
  timeoutMs: number;
};

type Meaning = Pick<ConstructorParameters<typeof ModelUnavailable>[1], 'why' | 'retryable' | 'used'>;

const free = { inputTokens: 0, outputTokens: 0 };
const throttled: Meaning = { why: 'throttled', retryable: true, used: free };
const notInvocable: Meaning = { why: 'not-invocable', retryable: false, used: free };
/** Nobody knows how far the model came before the line was cut: it may have been charged. */
const failed: Meaning = { why: 'failed', retryable: true };

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
const meanings: Readonly<Record<string, Meaning>> = {
  ThrottlingException: throttled,
  ServiceQuotaExceededException: throttled,
  ModelNotReadyException: throttled,
  ServiceUnavailableException: throttled,
  AccessDeniedException: notInvocable,
  ResourceNotFoundException: notInvocable,
  ValidationException: notInvocable,
  ModelTimeoutException: failed,
  ModelErrorException: failed,
  InternalServerException: failed,
};

/** Network errors have no fault and may pass; a client's own mistake of another name does not. */
const meaningOf = (error: unknown): Meaning => {
  if (!(error instanceof Error)) return { ...failed, retryable: false };
  const { [error.name]: known } = meanings;
  return known ?? { ...failed, retryable: !('$fault' in error && error.$fault === 'client') };
};

const commandInput = (request: ModelRequest, config: ModelConfig): ConverseCommandInput => ({
  modelId: config.modelId,
  system: [{ text: request.system }],
  messages: [{ role: 'user', content: [{ text: request.prompt }] }],
  inferenceConfig: { temperature: 0, maxTokens: request.maxTokens },
  toolConfig: {
    tools: [
      {
        toolSpec: {
          name: request.tool.name,
          description: request.tool.description,
          inputSchema: { json: z.json().parse(request.tool.schema) },
        },
      },
    ],
    toolChoice: { tool: { name: request.tool.name } },
  },
  ...(config.guardrail === undefined
    ? {}
    : { guardrailConfig: { guardrailIdentifier: config.guardrail.id, guardrailVersion: config.guardrail.version } }),
});

const answerOf = (toolName: string, output: ConverseCommandOutput): ModelAnswer => {
  const { stopReason, usage } = output;
  const used = { inputTokens: usage?.inputTokens ?? 0, outputTokens: usage?.outputTokens ?? 0 };
  const use = output.output?.message?.content?.find((block) => block.toolUse?.name === toolName)?.toolUse;
  // Any other reason (max_tokens, guardrail_intervened ...) means a cut or blocked answer, though a part may be there.
  if (use?.input === undefined || !(stopReason === 'tool_use' || stopReason === 'end_turn')) {
    const code = stopReason ?? 'no reason';
    throw new ModelUnavailable(`the model ended with ${code} instead of a complete answer`, {
      why: 'no-answer',
      code,
      retryable: false,
      ...(usage === undefined ? {} : { used }),
    });
  }
  return { input: use.input, raw: JSON.stringify(use.input), ...used };
};

/**
 * One question to a model on Bedrock: a single Converse call that must answer with the given tool, at temperature 0. The
 * client must make one attempt: who asks counts each call before it is made.
 * Throws `ModelUnavailable`, whose text holds the error's name and never the prompt or the answer.
 */
export const bedrockModel = (client: Pick<BedrockRuntimeClient, 'send'>, config: ModelConfig): Model => ({
  id: config.modelId,
  ask: async (request) => {
    const command = new ConverseCommand(commandInput(request, config));
    try {
      const output = await client.send(command, { abortSignal: AbortSignal.timeout(config.timeoutMs) });
      return answerOf(request.tool.name, output);
    } catch (error) {
      if (error instanceof ModelUnavailable) throw error;
      const code = error instanceof Error ? error.name : 'unknown error';
      throw new ModelUnavailable(`bedrock Converse: ${code}`, { ...meaningOf(error), code, cause: error });
    }
  },
});
