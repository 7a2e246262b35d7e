import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { ModelQuestion } from '../../../core/diagnosis/question.ts';
import { consultantOf } from '../../../core/diagnosis/consultant.ts';
import { tableBudget } from '../../../core/diagnosis/cost/budget.ts';
import { Models } from '../../../core/diagnosis/cost/models.ts';
import { diagnose } from '../../../core/diagnosis/diagnose.ts';
import { ModelUnavailable } from '../../../core/diagnosis/errors.ts';
import type { ModelRequest } from '../../../core/diagnosis/ports.ts';
import { inputBudget, requestTokens } from '../../../core/diagnosis/prompt.ts';
import type { EvidencePack } from '../../../core/evidence/signal.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Table } from '../../../core/incident/table.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { ledger, packOf, payments } from './evidence.ts';

const killed = packOf(['oom_killed', 'memory_saturated']);
const cause = {
  category: 'oom_killed',
  resource: 'Deployment/checkout/payments-api',
  summary: 'said the model',
  confidence: 0.8,
  citations: ['S1'],
};
const diagnosed = { verdict: 'diagnosed', causes: [cause] };
const ungrounded = { verdict: 'diagnosed', causes: [{ ...cause, citations: ['S7'] }] };
const failed = new ModelUnavailable('x', { why: 'failed', code: 'TimeoutError', retryable: true });
const throttled = new ModelUnavailable('x', {
  why: 'throttled',
  code: 'ThrottlingException',
  retryable: true,
  used: { inputTokens: 0, outputTokens: 0 },
});

const shipped = {
  prices: [{ model: 'model-*', inputPerMillion: 1, outputPerMillion: 5 }],
  usdPerIncident: 0.02,
  usdPerHour: 1,
  usdPerDay: 5,
};
const at = new Date('2026-11-20T03:30:00Z');

/** A model that gives these answers in turn, or throws the errors among them, each of 900 and 80 tokens. */
const speaking = (answers: unknown[], over: { id?: string; models?: z.input<typeof Models>; table?: Table } = {}) => {
  const asked: ModelRequest[] = [];
  const pauses: [number, number][] = [];
  const model = {
    id: over.id ?? 'model-1',
    ask: async (request: ModelRequest) => {
      const input = answers[asked.length];
      asked.push(request);
      if (input instanceof Error) throw input;
      return { input, raw: JSON.stringify(input), inputTokens: 900, outputTokens: 80 };
    },
  };
  const table = over.table ?? memoryTable(() => at).table;
  const consultant = consultantOf({
    model,
    models: Models.parse(over.models ?? shipped),
    table,
    now: () => at,
    pause: async (from, to) => void pauses.push([from, to]),
  });
  return { consultant, asked, pauses, table };
};
const delimiters = () => {
  let n = 0;
  return () => {
    n += 1;
    return String(n).padStart(32, '0');
  };
};
const question = (pack: EvidencePack = killed, incidentId = 'inc-1'): ModelQuestion => ({
  incidentId,
  system: 'the system prompt',
  pack,
  resource: payments,
  delimiter: delimiters(),
});
const spent = async (table: Table) => {
  const [all, one] = await table.getAll([keys.modelSpent(), keys.modelSpentOn('inc-1')]);
  return [all?.['inHour'], all?.['inDay'], one?.['inIncident']];
};

describe('diagnose', () => {
  it('is by the rules without a model, and without a note', async () => {
    const { diagnosis, problem } = await diagnose(question());
    expect(diagnosis).toMatchObject({ kind: 'diagnosed', source: 'rules', causes: [{ category: 'oom_killed' }] });
    expect(diagnosis).not.toHaveProperty('modelNote');
    expect(problem).toBeUndefined();
  });

  it('is by the model in one call when its answer has ground, with its cost and only the hash of the answer', async () => {
    const said = {
      ...diagnosed,
      considered: [{ category: 'pod_cpu_overload', reason: 'nothing shows it' }],
      missing: ['the heap of the process'],
    };
    const { consultant, asked } = speaking([said]);
    const made = await diagnose(question(), consultant);
    expect(made).toEqual({
      diagnosis: {
        kind: 'diagnosed',
        source: 'model',
        causes: [{ ...cause, resource: payments }],
        considered: said.considered,
        missing: said.missing,
        model: {
          id: 'model-1',
          inputTokens: 900,
          outputTokens: 80,
          reckonedTokens: requestTokens(asked[0] ?? expect.fail('not asked')),
          answerSha256: createHash('sha256').update(JSON.stringify(said)).digest('hex'),
        },
        cost: { inputTokens: 900, outputTokens: 80, usd: 0.0013 },
      },
    });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      system: 'the system prompt',
      tool: { name: 'report_diagnosis' },
      maxTokens: 1000,
    });
  });

  it('asks once more, behind a new delimiter, when the answer has no ground', async () => {
    const { consultant, asked, pauses } = speaking([ungrounded, diagnosed]);
    const { diagnosis } = await diagnose(question(), consultant);
    expect(diagnosis).toMatchObject({ source: 'model', cost: { inputTokens: 1800, outputTokens: 160, usd: 0.0026 } });
    expect(asked[0]?.prompt).toContain('1'.padStart(32, '0'));
    expect(asked[1]?.prompt).toContain('2'.padStart(32, '0'));
    expect(pauses).toEqual([]);
  });

  it.each<[string, Error, [number, number]]>([
    ['a cut line, soon', failed, [500, 1_500]],
    ['throttling, after a while', throttled, [2_000, 8_000]],
  ])('asks once more after %s', async (_what, error, pause) => {
    const { consultant, pauses } = speaking([error, diagnosed]);
    expect((await diagnose(question(), consultant)).diagnosis.source).toBe('model');
    expect(pauses).toEqual([pause]);
  });

  const refused = (code: string) => new ModelUnavailable('x', { why: 'not-invocable', code, retryable: false });
  it.each<[string, unknown[], number, string, string | RegExp]>([
    [
      'two answers without ground',
      [ungrounded, ungrounded],
      2,
      'unusable',
      'the model named only causes with a signal that does not exist',
    ],
    ['two answers outside the schema', [{ verdict: 'x' }, 'y'], 2, 'unusable', 'the model answered outside its schema'],
    ['two calls that fail', [failed, failed], 2, 'unavailable', 'the model could not be asked (TimeoutError)'],
    ['any other error', [new TypeError('secret')], 1, 'unavailable', 'the model could not be asked (TypeError)'],
    ['a model that goes away', [ungrounded, failed], 2, 'unavailable', 'the model could not be asked (TimeoutError)'],
    ['no access', [refused('AccessDeniedException')], 1, 'not-invocable', /ModelArns must cover ModelId/],
    ['no such model', [refused('ResourceNotFoundException')], 1, 'not-invocable', /a profile of this region/],
    ['a wrong id', [refused('ValidationException')], 1, 'not-invocable', /GuardrailVersion must exist/],
    ['a model that abstains', [{ verdict: 'abstained', causes: [] }], 1, 'unusable', 'the model abstained'],
    [
      'a model that sees health against the evidence',
      [{ verdict: 'healthy', causes: [] }],
      1,
      'unusable',
      'the model saw no fault, the evidence shows one or has gaps',
    ],
  ])('is by the rules, with the reason, after %s', async (_what, answers, calls, problem, note) => {
    const { consultant, asked } = speaking(answers);
    const made = await diagnose(question(), consultant);
    expect(made).toMatchObject({
      diagnosis: { kind: 'diagnosed', source: 'rules', causes: [{ category: 'oom_killed' }] },
      problem,
    });
    expect(made.diagnosis.modelNote).toMatch(note);
    expect(asked).toHaveLength(calls);
  });

  it('believes a model that finds no fault only where the evidence does', async () => {
    const { consultant } = speaking([{ verdict: 'healthy', causes: [] }]);
    const { diagnosis } = await diagnose(question(packOf(['workload_ready'])), consultant);
    expect(diagnosis).toMatchObject({ kind: 'healthy', source: 'model' });
  });

  it.each<[string, Partial<typeof cause>, string]>([
    ['another category', { category: 'pod_cpu_overload' }, 'pod_cpu_overload of Deployment/checkout/payments-api'],
    [
      'the same of another resource',
      { resource: 'Deployment/checkout/ledger-api' },
      'oom_killed of Deployment/checkout/ledger-api',
    ],
  ])('shows both where the model names %s', async (_what, other, named) => {
    const { consultant } = speaking([{ verdict: 'diagnosed', causes: [{ ...cause, ...other }] }]);
    const { diagnosis } = await diagnose(question(packOf(['oom_killed', ['log_error', ledger]])), consultant);
    expect(diagnosis.source).toBe('model');
    expect(diagnosis.disagreement).toMatch(
      new RegExp(`^the model names ${named} \\(80%\\), the rules oom_killed of Deployment/checkout/payments-api \\(`),
    );
  });

  it.each([
    ['eu.model-1', 'across the regions of eu'],
    ['global.model-1', 'of all regions'],
    ['arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc', 'that may be across regions'],
  ])('says that evidence may have left the region by %s', async (id, note) => {
    const models = { ...shipped, prices: [...shipped.prices, { ...shipped.prices[0], model: 'arn:*' }] };
    const { consultant } = speaking([diagnosed], { id, models: Models.parse(models) });
    expect((await diagnose(question(), consultant)).diagnosis).toMatchObject({
      source: 'model',
      modelNote: `this model is asked through a profile ${note}: evidence may leave the region`,
    });
  });

  it('asks with the strongest evidence that the budget of a request holds, and judges by what it showed', async () => {
    const many = packOf([...Array(90).fill('log_error')]);
    const { consultant, asked } = speaking([
      { verdict: 'diagnosed', causes: [{ ...cause, citations: ['S90'] }] },
      { verdict: 'diagnosed', causes: [{ ...cause, citations: ['S1'] }] },
    ]);
    expect((await diagnose(question(many), consultant)).diagnosis).toMatchObject({ causes: [{ citations: ['S1'] }] });
    const [first] = asked;
    expect(first?.prompt).toContain('S1 | log | log_error');
    expect(first?.prompt).not.toContain('S90 |');
    expect(first?.prompt).toMatch(/gap \| \d+ more signals left out: prompt budget/);
    if (first === undefined) throw new Error('not asked');
    expect(requestTokens(first)).toBeLessThanOrEqual(inputBudget);
    expect(requestTokens(first)).toBeGreaterThan(inputBudget - 100);
  });
});

describe('the cost of a model', () => {
  const reserved = async (asked: readonly ModelRequest[]): Promise<number> =>
    asked.reduce((sum, request) => sum + requestTokens(request) + 5 * request.maxTokens, 0);

  it('is counted for the incident, the hour and the day, as the service counts it', async () => {
    const { consultant, table } = speaking([ungrounded, diagnosed]);
    await diagnose(question(), consultant);
    expect(await spent(table)).toEqual([2600, 2600, 2600]);
  });

  it('is reserved before the call, and stays counted when nobody knows what the call took', async () => {
    const { consultant, table, asked } = speaking([failed, failed]);
    const { diagnosis } = await diagnose(question(), consultant);
    const whole = await reserved(asked);
    expect(whole).toBeGreaterThan(10_000);
    expect(await spent(table)).toEqual([whole, whole, whole]);
    expect(diagnosis.cost).toEqual({ inputTokens: 0, outputTokens: 0, usd: whole / 1_000_000 });
  });

  it('is nothing where a call was throttled', async () => {
    const { consultant, table } = speaking([throttled, throttled]);
    expect((await diagnose(question(), consultant)).diagnosis.cost?.usd).toBe(0);
    expect(await spent(table)).toEqual([0, 0, 0]);
  });

  it('shortens the answer to what the incident may cost, and makes no second call beyond it', async () => {
    const models = { ...shipped, prices: [{ model: 'model-*', inputPerMillion: 3, outputPerMillion: 18 }] };
    const { consultant, asked } = speaking([failed, diagnosed], { models });
    const { diagnosis, problem } = await diagnose(question(), consultant);
    expect(asked).toHaveLength(1);
    const [only] = asked;
    if (only === undefined) throw new Error('not asked');
    expect(only.maxTokens).toBeLessThan(1000);
    expect(3 * requestTokens(only) + 18 * only.maxTokens).toBeLessThanOrEqual(20_000);
    expect(diagnosis).toMatchObject({ source: 'rules', modelNote: 'the model could not be asked (TimeoutError)' });
    expect(diagnosis.cost?.usd).toBeLessThanOrEqual(0.02);
    expect(problem).toBe('unavailable');
  });

  it.each<[string, z.input<typeof Models>, string, string]>([
    ['the incident', { ...shipped, usdPerIncident: 0.001 }, 'over-budget', 'its budget for this incident is used up'],
    ['the hour', { ...shipped, usdPerHour: 0.001 }, 'over-budget', 'its budget for this hour is used up'],
    ['the day', { ...shipped, usdPerDay: 0.001 }, 'over-budget', 'its budget for this day is used up'],
    ['a layer that says nothing', { prices: shipped.prices }, 'over-budget', 'its budget for this incident is used up'],
    ['a model without a price', { ...shipped, prices: [] }, 'no-price', 'models.yaml has no price for it'],
  ])('is not made beyond the budget of %s', async (_what, models, problem, note) => {
    const { consultant, asked } = speaking([diagnosed], { models });
    const made = await diagnose(question(), consultant);
    expect(made).toMatchObject({
      diagnosis: { source: 'rules', kind: 'diagnosed', modelNote: `the model was not asked: ${note}` },
      problem,
    });
    expect(made.diagnosis).not.toHaveProperty('cost');
    expect(asked).toEqual([]);
  });

  it('has a new budget in the next hour and on the next day', async () => {
    const { table } = memoryTable(() => at);
    const spentThen = { version: 1, hour: '2026-11-20T02', inHour: 999_999, day: '2026-11-19', inDay: 4_999_999 };
    await table.transact([{ kind: 'create', item: { ...keys.modelSpent(), ...spentThen } }]);
    const { consultant } = speaking([diagnosed], { table });
    expect((await diagnose(question(), consultant)).diagnosis.source).toBe('model');
    expect(await spent(table)).toEqual([1300, 1300, 1300]);
  });

  it('gives back what a call did not cost to the hour that it was taken from, and to no other', async () => {
    let time = at;
    const { table } = memoryTable(() => time);
    const budget = tableBudget({ table, models: Models.parse(shipped), now: () => time, pause: async () => {} });
    const taken = async (incidentId: string) => {
      const reserve = await budget.reserve(incidentId, 5_000, 5_000);
      return reserve.kind === 'reserved' ? reserve : expect.fail(reserve.kind);
    };
    const early = await taken('inc-1');
    time = new Date('2026-11-20T04:00:01Z');
    await taken('inc-2');
    await early.settle(1_000);
    expect(await spent(table)).toEqual([5_000, 6_000, 1_000]);
  });

  it('is within the budget however many incidents ask at once', async () => {
    const { table } = memoryTable(() => at);
    const models = { ...shipped, usdPerHour: 0.03 };
    const asks = Array.from({ length: 12 }, (_, n) => {
      const { consultant, asked } = speaking([failed, failed], { table, models });
      return diagnose(question(killed, `inc-${n}`), consultant).then(() => reserved(asked));
    });
    const micro = (await Promise.all(asks)).reduce((sum, one) => sum + one, 0);
    expect(micro).toBeGreaterThan(20_000);
    expect(micro).toBeLessThanOrEqual(30_000);
    const [inHour] = await spent(table);
    expect(inHour).toBe(micro);
  });

  it.each<[string, Partial<Table>]>([
    ['cannot be read', { getAll: () => Promise.reject(new Error('no route')) }],
    ['is not as it was written', { getAll: async () => [{ pk: 'p', sk: 's', version: 'x' }, undefined] }],
  ])('is not made when what was spent %s', async (_what, broken) => {
    const { table } = memoryTable(() => at);
    const { consultant, asked } = speaking([diagnosed], { table: { ...table, ...broken } });
    const { diagnosis } = await diagnose(question(), consultant);
    expect(diagnosis.modelNote).toBe('the model was not asked: what was spent could not be counted');
    expect(asked).toEqual([]);
  });
});
