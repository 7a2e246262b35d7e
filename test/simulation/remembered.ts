import type { PolicyAnswer, PolicyLayer } from '../../core/policy/layer.ts';

/**
 * The same layer, whose decisions are asked of Cedar once in a process: a decision is a function of its question, and
 * thousands of seeds ask the same few.
 */
export const remembered = (layer: PolicyLayer): PolicyLayer => {
  const answers = new Map<string, PolicyAnswer>();
  return {
    ...layer,
    decide: (request) => {
      const question = JSON.stringify(request);
      const answer = answers.get(question) ?? layer.decide(request);
      answers.set(question, answer);
      return answer;
    },
  };
};
