/**
 * One call to a language model. The answer is foreign data: it is parsed and grounded before anything is believed.
 * Throws `ModelUnavailable` (throttled, timed out, no access, no tool use in the answer).
 */
export type ModelRequest = {
  system: string;
  prompt: string;
  tool: { name: string; description: string; schema: object };
};
export type ModelAnswer = { input: unknown; raw: string; modelId: string; inputTokens: number; outputTokens: number };
export type Model = { ask(request: ModelRequest): Promise<ModelAnswer> };
