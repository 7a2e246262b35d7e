/** What a call took, as the service counts it. */
export type TokenUsage = { inputTokens: number; outputTokens: number };

export type ModelRequest = {
  system: string;
  prompt: string;
  tool: { name: string; description: string; schema: object };
  /** The longest answer, in tokens. */
  maxTokens: number;
};
export type ModelAnswer = TokenUsage & { input: unknown; raw: string };

/**
 * One call to a language model, by its id or the id of its inference profile. The answer is foreign data: it is parsed and
 * grounded before anything is believed. Throws `ModelUnavailable` and makes no second attempt.
 */
export type Model = { id: string; ask(request: ModelRequest): Promise<ModelAnswer> };
