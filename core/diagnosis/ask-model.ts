import { createHash } from 'node:crypto';
import { Answer } from './answer.ts';
import { callModel, type Nothing } from './call-model.ts';
import type { Diagnosis } from './diagnosis.ts';
import { ground } from './ground.ts';
import type { Model, ModelAnswer, TokenUsage } from './ports.ts';
import type { ModelQuestion, Question } from './question.ts';
import { nothingWrong } from './rules.ts';

/** What an answer is worth, and what the call took. */
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

/**
 * One call and what its answer is worth. Never throws for the model: unavailable, outside the schema and without ground are
 * outcomes, because an incident goes on without it.
 */
export const askModel = async (model: Model, question: Question, maxTokens: number): Promise<ModelSaid> => {
  const { request, tokens, shown } = question;
  const called = await callModel(model, { ...request, maxTokens });
  if (called.kind === 'nothing') return called;
  const { answer } = called;
  const { inputTokens, outputTokens } = answer;
  const said = judged(spoken(model.id, answer, tokens), answer, shown);
  return { ...said, used: { inputTokens, outputTokens } };
};
