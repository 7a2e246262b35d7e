import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import { ModelUnavailable } from '../../../core/diagnosis/errors.ts';
import type { Model, ModelRequest } from '../../../core/diagnosis/ports.ts';
import type { EvidencePack } from '../../../core/evidence/signal.ts';
import { packOf, payments } from './evidence.ts';

const killed = packOf(['oom_killed', 'memory_saturated']);
const cause = {
  category: 'oom_killed',
  resource: payments,
  summary: 'said the model',
  confidence: 0.8,
  citations: ['S1'],
};
const diagnosed = { verdict: 'diagnosed', causes: [cause] };
const ungrounded = { verdict: 'diagnosed', causes: [{ ...cause, citations: ['S7'] }] };

/** A model that gives these answers in turn, or throws the errors among them. */
const speaking = (...answers: unknown[]) => {
  const asked: ModelRequest[] = [];
  const model: Model = {
    ask: async (request) => {
      const input = answers[asked.length];
      asked.push(request);
      if (input instanceof Error) throw input;
      return { input, raw: JSON.stringify(input), modelId: 'model-1', inputTokens: 900, outputTokens: 80 };
    },
  };
  return { model, asked };
};
const delimiters = () => {
  let n = 0;
  return () => {
    n += 1;
    return String(n).padStart(32, '0');
  };
};
const question = (pack: EvidencePack = killed) => ({
  system: 'the system prompt',
  pack,
  resource: payments,
  delimiter: delimiters(),
});

describe('diagnose', () => {
  it('is by the rules without a model, and without a note', async () => {
    const diagnosis = await diagnose(question());
    expect(diagnosis).toMatchObject({ kind: 'diagnosed', source: 'rules', causes: [{ category: 'oom_killed' }] });
    expect(diagnosis).not.toHaveProperty('modelNote');
  });

  it('is by the model in one call when its answer has ground, and keeps only the hash of the answer', async () => {
    const { model, asked } = speaking(diagnosed);
    expect(await diagnose(question(), model)).toEqual({
      kind: 'diagnosed',
      source: 'model',
      causes: [cause],
      model: {
        id: 'model-1',
        inputTokens: 900,
        outputTokens: 80,
        answerSha256: createHash('sha256').update(JSON.stringify(diagnosed)).digest('hex'),
      },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ system: 'the system prompt', tool: { name: 'report_diagnosis' } });
  });

  it('asks once more, behind a new delimiter, when the answer has no ground', async () => {
    const { model, asked } = speaking(ungrounded, diagnosed);
    expect(await diagnose(question(), model)).toMatchObject({ source: 'model' });
    expect(asked[0]?.prompt).toContain('1'.padStart(32, '0'));
    expect(asked[1]?.prompt).toContain('2'.padStart(32, '0'));
  });

  it.each<[string, unknown[], number, string]>([
    [
      'two answers without ground',
      [ungrounded, ungrounded],
      2,
      'the model named only causes with a signal that does not exist',
    ],
    ['two answers outside the schema', [{ verdict: 'x' }, 'y'], 2, 'the model answered outside its schema'],
    [
      'a model that cannot be asked',
      [new ModelUnavailable('throttled', { retryable: true })],
      1,
      'the model could not be asked (ModelUnavailable)',
    ],
    ['any other error of the model', [new TypeError('secret text')], 1, 'the model could not be asked (TypeError)'],
    [
      'a model that goes away in between',
      [ungrounded, new ModelUnavailable('x', { retryable: true })],
      2,
      'the model could not be asked (ModelUnavailable)',
    ],
    ['a model that abstains', [{ verdict: 'abstained', causes: [] }], 1, 'the model abstained'],
    [
      'a model that sees health against the evidence',
      [{ verdict: 'healthy', causes: [] }],
      1,
      'the model saw no fault, the evidence shows one or has gaps',
    ],
  ])('is by the rules, with the reason, after %s', async (_what, answers, calls, modelNote) => {
    const { model, asked } = speaking(...answers);
    expect(await diagnose(question(), model)).toMatchObject({
      kind: 'diagnosed',
      source: 'rules',
      causes: [{ category: 'oom_killed' }],
      modelNote,
    });
    expect(asked).toHaveLength(calls);
  });

  it('believes a model that finds no fault only where the evidence does', async () => {
    const { model } = speaking({ verdict: 'healthy', causes: [] });
    expect(await diagnose(question(packOf(['workload_ready'])), model)).toMatchObject({
      kind: 'healthy',
      source: 'model',
    });
  });
});
