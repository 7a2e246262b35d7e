import { createHash } from 'node:crypto';
import { screen } from '../evidence/sanitize.ts';
import type { EvidencePack } from '../evidence/signal.ts';
import type { Resource } from '../incident/resource.ts';
import { Answer, answerTool } from './answer.ts';
import { categories } from './categories.ts';
import type { Diagnosis } from './diagnosis.ts';
import { ModelUnavailable } from './errors.ts';
import { ground } from './ground.ts';
import type { Model, ModelAnswer, ModelRequest, TokenUsage } from './ports.ts';
import { type ModelProblem, notInvocable } from './problem.ts';
import { diagnosisPrompt, inputBudget, requestTokens, withinTokens } from './prompt.ts';
import { nothingWrong } from './rules.ts';

export type ModelQuestion = {
  incidentId: string;
  system: string;
  pack: EvidencePack;
  /** How similar incidents ended, a line each; nothing in it may be cited. */
  past?: readonly string[];
  resource: Resource;
  delimiter: () => string;
};

/** What an answer is worth. `used` is what the call took; without it nobody knows, and it may have been charged. */
type Nothing = { kind: 'nothing'; problem: ModelProblem; note: string; again: 'never' | 'at once' | 'soon' | 'later' };
export type ModelSaid = { used?: TokenUsage } & ({ kind: 'diagnosis'; diagnosis: Diagnosis } | Nothing);

type Spoken = NonNullable<Diagnosis['model']>;
const spoken = (id: string, { inputTokens, outputTokens, raw }: ModelAnswer, reckonedTokens: number): Spoken => ({
  id,
  inputTokens,
  outputTokens,
  reckonedTokens,
  answerSha256: createHash('sha256').update(raw, 'utf8').digest('hex'),
});

const unusable = (note: string, again: 'never' | 'at once'): Nothing => ({
  kind: 'nothing',
  problem: 'unusable',
  note,
  again,
});

const judged = (model: Spoken, answered: ModelAnswer, { pack, resource }: ModelQuestion): ModelSaid => {
  const parsed = Answer.safeParse(answered.input);
  if (!parsed.success) return unusable('the model answered outside its schema', 'at once');
  const by = { source: 'model', model } as const;
  switch (parsed.data.verdict) {
    case 'abstained':
      return unusable('the model abstained', 'never');
    case 'healthy':
      return nothingWrong(pack, resource)
        ? { kind: 'diagnosis', diagnosis: { kind: 'healthy', causes: [], ...by } }
        : unusable('the model saw no fault, the evidence shows one or has gaps', 'never');
    case 'diagnosed': {
      const grounded = ground(parsed.data, pack);
      if (grounded.kind === 'ungrounded') return unusable(`the model named ${grounded.reason}`, 'at once');
      return { kind: 'diagnosis', diagnosis: { ...grounded, kind: 'diagnosed', ...by } };
    }
    default:
      return parsed.data.verdict satisfies never;
  }
};

/** What a call that threw means: what to tell, whether it may be asked again, and what was charged. */
export const unavailable = (error: unknown): { used?: TokenUsage } & Nothing => {
  if (!(error instanceof ModelUnavailable)) {
    const name = error instanceof Error ? error.name : 'unknown error';
    const note = `the model could not be asked (${name})`;
    return { kind: 'nothing', problem: 'unavailable', note, again: 'never' };
  }
  const { why, retryable, used } = error;
  // The name of the error comes from outside, too.
  const code = screen(error.code, 60).text;
  return {
    kind: 'nothing',
    problem: why === 'not-invocable' ? why : 'unavailable',
    note: why === 'not-invocable' ? notInvocable(code) : `the model could not be asked (${code})`,
    // A quota of a minute needs a while; a line that was cut may be whole at once.
    again: !retryable ? 'never' : why === 'throttled' ? 'later' : 'soon',
    ...(used === undefined ? {} : { used }),
  };
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

/**
 * One call and what its answer is worth. Never throws for the model: unavailable, outside the schema and without ground are
 * outcomes, because an incident goes on without it.
 */
export const askModel = async (model: Model, question: Question, maxTokens: number): Promise<ModelSaid> => {
  const { request, tokens, shown } = question;
  let answered: ModelAnswer;
  try {
    answered = await model.ask({ ...request, maxTokens });
  } catch (error) {
    return unavailable(error);
  }
  const { inputTokens, outputTokens } = answered;
  const said = judged(spoken(model.id, answered, tokens), answered, shown);
  return { ...said, used: { inputTokens, outputTokens } };
};
