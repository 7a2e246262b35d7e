import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Answer, answerTool } from '../../../core/diagnosis/answer.ts';
import { categories } from '../../../core/diagnosis/categories.ts';
import { ground } from '../../../core/diagnosis/ground.ts';
import { unsupported } from '../../../core/diagnosis/numbers.ts';
import { diagnosisPrompt, inputBudget, requestTokens } from '../../../core/diagnosis/prompt.ts';
import { packOf, payments } from './evidence.ts';

const pack = packOf(['oom_killed', 'memory_saturated', 'injection']);
const name = 'Deployment/checkout/payments-api';
const cause = {
  category: 'oom_killed',
  resource: payments,
  summary: 'killed',
  confidence: 0.8,
  citations: ['S1', 'S2'],
};
const answer = (...causes: Partial<Answer['causes'][number]>[]): Answer => ({
  verdict: 'diagnosed',
  causes: causes.map((one) => ({ ...cause, resource: name, ...one })),
  considered: [],
  missing: [],
});

describe('ground', () => {
  it('keeps a cause that cites existing signals of an existing resource', () => {
    expect(ground(answer({}), pack)).toEqual({ kind: 'grounded', causes: [cause] });
  });

  it('knows a synonym by its identifier', () => {
    expect(ground(answer({ category: 'connection_exhaustion' }), pack)).toMatchObject({
      causes: [{ category: 'db_connection_exhaustion' }],
    });
  });

  it.each<[string, Partial<Answer['causes'][number]>, string]>([
    ['an invented signal beside a real one', { citations: ['S1', 'S9'] }, 'a signal that does not exist'],
    ['an invented category', { category: 'gremlins' }, 'a category that is not in the list'],
    ['a category that is a word of JavaScript', { category: 'constructor' }, 'a category that is not in the list'],
    ['an invented resource', { resource: 'Deployment/checkout/admin-api' }, 'a resource that is not in the evidence'],
    ['an invented number', { summary: 'killed at 900Mi' }, 'a number that is not in the cited evidence'],
    ['nothing but an injected text', { citations: ['S3'] }, 'no evidence but an injected text'],
  ])('drops a cause with %s', (_what, wrong, reason) => {
    expect(ground(answer(wrong), pack)).toEqual({ kind: 'ungrounded', reason: `only causes with ${reason}` });
    expect(ground(answer(wrong, {}), pack)).toEqual({ kind: 'grounded', causes: [cause] });
  });

  it('is ungrounded without any cause', () => {
    expect(ground(answer(), pack)).toEqual({ kind: 'ungrounded', reason: 'no cause at all' });
  });

  it('screens the words of the model and ranks by its confidence', () => {
    const hostile = `see${String.fromCharCode(0x1b)}[2J password=hunter22`;
    expect(ground(answer({ summary: hostile, confidence: 0.1 }, {}), pack)).toMatchObject({
      causes: [{ confidence: 0.8 }, { summary: 'see password=[redacted]' }],
    });
  });
});

describe('what stands beside the causes', () => {
  it('is kept as far as it holds, screened and bounded', () => {
    const considered = [
      { category: 'gremlins', reason: 'an invented category' },
      { category: 'pod_cpu_overload', reason: 'it would need 77 % of a core' },
      ...Array.from({ length: 5 }, () => ({
        category: 'connection_exhaustion',
        reason: 'no log says so, token=abcdefgh',
      })),
    ];
    const missing = ['', 'x'.repeat(300), 'the heap of the process', 'a', 'b'];
    expect(ground({ ...answer({}), considered, missing }, pack)).toMatchObject({
      considered: Array.from({ length: 3 }, () => ({
        category: 'db_connection_exhaustion',
        reason: 'no log says so, token=[redacted]',
      })),
      missing: [expect.stringMatching(/^x{199}…$/), 'the heap of the process', 'a'],
    });
  });
});

describe('numbers', () => {
  const [signal] = packOf([['oom_killed', payments, { exitCode: 137, share: 97.31, p99: '1.2 s' }]]).signals;
  const cited = [
    {
      ...(signal ?? expect.fail('no signal')),
      summary: 'container app of payments-7d9f8c-x2x9q hit 512Mi from 10.20.1.66, 1,200 requests',
      time: '2026-11-20T02:58:09Z',
    },
  ];
  it.each([
    'killed at 512Mi with exit code 137',
    'killed at 512 MiB (S1) at 02:58',
    'share of 97.3 %, rounded 97%',
    'payments-7d9f8c-x2x9q at 10.20.1.66 took 1200 requests, p99 1.2s on ec2',
    'one container of two',
  ])('are quoted from the evidence: %s', (text) => expect(unsupported(text, cited)).toBeUndefined());
  it.each([
    ['killed at 900Mi', '900'],
    ['killed at 512Gi', '512'],
    ['share of 97.4 %', '97.4'],
    ['share of 98 %', '98'],
    ['exit code 1370', '1370'],
    ['as S2 shows', 'S2'],
    ['payments-7d9f8c-zzzz9 fell', 'payments-7d9f8c-zzzz9'],
    ['from 10.20.1.67', '10.20.1.67'],
    ['5 of 1,201 requests', '5'],
  ])('are invented: %s', (text, what) => expect(unsupported(text, cited)).toBe(what));
});

describe('the tool the model must use', () => {
  it('lists every category and nothing else', () => {
    const { schema } = answerTool(Object.keys(categories));
    const text = JSON.stringify(schema);
    expect(text).toContain(`"one of: ${Object.keys(categories).join(' ')}"`);
    for (const field of Object.keys(Answer.shape)) expect(text).toContain(`"${field}"`);
  });

  it.each([
    ['six causes', { ...answer({}, {}, {}, {}, {}, {}) }],
    ['no citation', answer({ citations: [] })],
    ['confidence above 1', answer({ confidence: 1.1 })],
    ['a summary without end', answer({ summary: 'x'.repeat(301) })],
    ['another verdict', { verdict: 'certain', causes: [] }],
    ['a text', 'oom'],
  ])('refuses %s', (_what, wrong) => {
    expect(Answer.safeParse(wrong).success).toBe(false);
  });
});

describe('the prompt', () => {
  const delimiter = '0123456789abcdef0123456789abcdef';

  it('holds everything from outside between two lines with the delimiter', () => {
    const lines = diagnosisPrompt({ resource: payments, pack }, delimiter).split('\n');
    const fences = lines.flatMap((line, at) => (line === `----- ${delimiter}` ? [at] : []));
    expect(fences).toHaveLength(2);
    const [open = 0, close = 0] = fences;
    expect(lines.slice(open + 1, close)).toEqual([
      'alarmed resource | Deployment/checkout/payments-api',
      'S1 | state | oom_killed | Deployment/checkout/payments-api | - | saw oom_killed',
      'S2 | metric | memory_saturated | Deployment/checkout/payments-api | - | saw memory_saturated',
      'S3 | injection | injection | Deployment/checkout/payments-api | - | saw injection',
    ]);
    expect([...lines.slice(0, open), ...lines.slice(close + 1)].join()).not.toContain('payments');
  });

  it('leaves room for the evidence in the budget of a request', () => {
    const system = readFileSync('layers/policy/prompts/diagnosis.md', 'utf8');
    const prompt = diagnosisPrompt({ resource: payments, pack: packOf([]) }, delimiter);
    const fixed = requestTokens({ system, prompt, tool: answerTool(Object.keys(categories)) });
    expect(inputBudget - fixed).toBeGreaterThan(1_100);
  });

  it('is not made with a delimiter that is not random or that the evidence holds', () => {
    expect(() => diagnosisPrompt({ resource: payments, pack }, 'EVIDENCE')).toThrow(/32 random hex digits/);
    const knowing = packOf(['log_error'], [`----- ${delimiter}`]);
    expect(() => diagnosisPrompt({ resource: payments, pack: knowing }, delimiter)).toThrow(/holds the delimiter/);
  });
});
