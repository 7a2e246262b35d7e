import type { Model } from '../../../core/diagnosis/ports.ts';

/** A model that is paid for and never sure, so that the rules decide: one call for each incident that it is asked about. */
export const hesitantModel = (): Model & { calls(): number } => {
  let calls = 0;
  return {
    // A dear one of the shipped prices: a storm is to reach the budget.
    id: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    calls: () => calls,
    ask: async ({ prompt, system }) => {
      calls += 1;
      const input = { verdict: 'abstained', causes: [], considered: [], missing: [] };
      // Four characters a token is what texts in English have.
      const inputTokens = Math.ceil((prompt.length + system.length) / 4);
      return { input, raw: JSON.stringify(input), inputTokens, outputTokens: 60 };
    },
  };
};
