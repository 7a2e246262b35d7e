import { createHash } from 'node:crypto';
import type { EvidencePack } from '../evidence/signal.ts';
import type { Resource } from '../incident/resource.ts';
import { Answer, answerTool } from './answer.ts';
import { categories } from './categories.ts';
import type { Diagnosis } from './diagnosis.ts';
import { ground } from './ground.ts';
import type { Model, ModelAnswer } from './ports.ts';
import { diagnosisPrompt } from './prompt.ts';
import { nothingWrong } from './rules.ts';

export type ModelQuestion = { system: string; pack: EvidencePack; resource: Resource; delimiter: () => string };
export type ModelSaid =
  | { kind: 'diagnosis'; diagnosis: Diagnosis }
  | { kind: 'unusable'; note: string; again: boolean };

const usage = ({ modelId, inputTokens, outputTokens, raw }: ModelAnswer): NonNullable<Diagnosis['model']> => ({
  id: modelId,
  inputTokens,
  outputTokens,
  answerSha256: createHash('sha256').update(raw, 'utf8').digest('hex'),
});

const judged = (answered: ModelAnswer, { pack, resource }: ModelQuestion): ModelSaid => {
  const parsed = Answer.safeParse(answered.input);
  if (!parsed.success) return { kind: 'unusable', note: 'the model answered outside its schema', again: true };
  const by = { source: 'model', model: usage(answered) } as const;
  switch (parsed.data.verdict) {
    case 'abstained':
      return { kind: 'unusable', note: 'the model abstained', again: false };
    case 'healthy':
      return nothingWrong(pack, resource)
        ? { kind: 'diagnosis', diagnosis: { kind: 'healthy', causes: [], ...by } }
        : { kind: 'unusable', note: 'the model saw no fault, the evidence shows one or has gaps', again: false };
    case 'diagnosed': {
      const grounded = ground(parsed.data, pack);
      return grounded.kind === 'grounded'
        ? { kind: 'diagnosis', diagnosis: { kind: 'diagnosed', causes: grounded.causes, ...by } }
        : { kind: 'unusable', note: `the model named ${grounded.reason}`, again: true };
    }
    default:
      return parsed.data.verdict satisfies never;
  }
};

/**
 * One question to the model and what its answer is worth. Never throws for the model: unavailable, outside the schema
 * and without ground are outcomes, because an incident goes on without it.
 */
export const askModel = async (model: Model, question: ModelQuestion): Promise<ModelSaid> => {
  const request = {
    system: question.system,
    prompt: diagnosisPrompt(question, question.delimiter()),
    tool: answerTool(Object.keys(categories)),
  };
  let answered: ModelAnswer;
  try {
    answered = await model.ask(request);
  } catch (error) {
    // The adapter has retried what can be retried. Its text is foreign; its name is enough for a person.
    const name = error instanceof Error ? error.name : 'unknown error';
    return { kind: 'unusable', note: `the model could not be asked (${name})`, again: false };
  }
  return judged(answered, question);
};
