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
  /** For the whole call, the SDK's own retries included. */
  timeoutMs: number;
  maxTokens?: number;
};

/** A later call may be answered: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
const retryableErrors: ReadonlySet<string> = new Set([
  'ThrottlingException',
  'ModelTimeoutException',
  'ModelNotReadyException',
  'ModelErrorException',
  'ServiceUnavailableException',
  'InternalServerException',
  'AbortError',
  'TimeoutError',
]);

/** Bedrock, and every network error, which has no fault: only a client's own mistake is not worth another try. */
const isRetryable = (error: unknown): boolean =>
  error instanceof Error && (retryableErrors.has(error.name) || !('$fault' in error));

const commandInput = (request: ModelRequest, config: ModelConfig): ConverseCommandInput => ({
  modelId: config.modelId,
  system: [{ text: request.system }],
  messages: [{ role: 'user', content: [{ text: request.prompt }] }],
  inferenceConfig: { temperature: 0, maxTokens: config.maxTokens ?? 2000 },
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

const answerOf = (toolName: string, modelId: string, output: ConverseCommandOutput): ModelAnswer => {
  const { stopReason, usage } = output;
  const use = output.output?.message?.content?.find((block) => block.toolUse?.name === toolName)?.toolUse;
  // Any other reason (max_tokens, guardrail_intervened ...) means a cut or blocked answer, though a part may be there.
  if (use?.input === undefined || !(stopReason === 'tool_use' || stopReason === 'end_turn')) {
    throw new ModelUnavailable(`the model ended with ${stopReason ?? 'no reason'} instead of a complete answer`, {
      retryable: false,
    });
  }
  const raw = JSON.stringify(use.input);
  return {
    input: use.input,
    raw,
    modelId,
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
  };
};

/**
 * One question to a model on Bedrock: a single Converse call that must answer with the given tool, at temperature 0.
 * Throws `ModelUnavailable`, whose text holds the error's name and never the prompt or the answer.
 */
export const bedrockModel = (client: Pick<BedrockRuntimeClient, 'send'>, config: ModelConfig): Model => ({
  ask: async (request) => {
    const command = new ConverseCommand(commandInput(request, config));
    try {
      const output = await client.send(command, { abortSignal: AbortSignal.timeout(config.timeoutMs) });
      return answerOf(request.tool.name, config.modelId, output);
    } catch (error) {
      if (error instanceof ModelUnavailable) throw error;
      const name = error instanceof Error ? error.name : 'unknown error';
      throw new ModelUnavailable(`bedrock Converse: ${name}`, { retryable: isRetryable(error), cause: error });
    }
  },
});
