import { describe, expect, it } from 'vitest';
import { Answer, answerTool } from '../../../core/diagnosis/answer.ts';
import { categories } from '../../../core/diagnosis/categories.ts';
import { ground } from '../../../core/diagnosis/ground.ts';
import { diagnosisPrompt } from '../../../core/diagnosis/prompt.ts';
import { packOf, payments } from './evidence.ts';

const pack = packOf(['oom_killed', 'memory_saturated', 'injection']);
const cause = {
  category: 'oom_killed',
  resource: payments,
  summary: 'killed',
  confidence: 0.8,
  citations: ['S1', 'S2'],
};
const answer = (...causes: Partial<typeof cause>[]): Answer => ({
  verdict: 'diagnosed',
  causes: causes.map((one) => ({ ...cause, ...one })),
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

  it.each<[string, Partial<typeof cause>, string]>([
    ['an invented signal beside a real one', { citations: ['S1', 'S9'] }, 'a signal that does not exist'],
    ['an invented category', { category: 'gremlins' }, 'a category that is not in the list'],
    ['a category that is a word of JavaScript', { category: 'constructor' }, 'a category that is not in the list'],
    [
      'an invented resource',
      { resource: { ...payments, name: 'admin-api' } },
      'a resource that is not in the evidence',
    ],
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

describe('the tool the model must use', () => {
  it('lists every category and nothing else', () => {
    const { schema } = answerTool(Object.keys(categories));
    const text = JSON.stringify(schema);
    expect(Object.keys(categories).filter((id) => !text.includes(`"${id}"`))).toEqual([]);
    expect(text).toContain('"additionalProperties":false');
    expect(text.length).toBeLessThan(4_000);
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

  it('is not made with a delimiter that is not random or that the evidence holds', () => {
    expect(() => diagnosisPrompt({ resource: payments, pack }, 'EVIDENCE')).toThrow(/32 random hex digits/);
    const knowing = packOf(['log_error'], [`----- ${delimiter}`]);
    expect(() => diagnosisPrompt({ resource: payments, pack: knowing }, delimiter)).toThrow(/holds the delimiter/);
  });
});
