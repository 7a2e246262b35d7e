import type { EvidencePack } from '../evidence/signal.ts';
import type { Resource } from '../incident/resource.ts';
import { answerTool } from './answer.ts';
import { categories } from './categories.ts';
import type { ModelRequest } from './ports.ts';
import { diagnosisPrompt, inputBudget, requestTokens, withinTokens } from './prompt.ts';

export type ModelQuestion = {
  incidentId: string;
  system: string;
  pack: EvidencePack;
  /** How similar incidents ended, a line each; nothing in it may be cited. */
  past?: readonly string[];
  resource: Resource;
  delimiter: () => string;
};

export type Question = { request: Omit<ModelRequest, 'maxTokens'>; tokens: number; shown: ModelQuestion };

/**
 * The request for a question, behind a new delimiter, with as much of the evidence as the budget of a request holds, and
 * its tokens. An answer is judged by what was shown.
 */
export const requestFor = (question: ModelQuestion): Question => {
  const tool = answerTool(Object.keys(categories));
  const delimiter = question.delimiter();
  const { system, resource, past = [] } = question;
  const withPack = (pack: EvidencePack) => ({
    system,
    prompt: diagnosisPrompt({ resource, pack, past }, delimiter),
    tool,
  });
  const empty = requestTokens(withPack({ ...question.pack, signals: [], gaps: [] }));
  const pack = withinTokens(question.pack, inputBudget - empty);
  const request = withPack(pack);
  return { request, tokens: requestTokens(request), shown: { ...question, pack } };
};
