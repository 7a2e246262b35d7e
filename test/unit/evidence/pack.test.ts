import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../core/evidence/facts.ts';
import { pack } from '../../../core/evidence/pack.ts';
import { evidenceText, tokenBound } from '../../../core/evidence/render.ts';
import { EvidencePack } from '../../../core/evidence/signal.ts';
import { workload } from './objects.ts';

const finding = (over: Partial<Finding> = {}): Finding => ({
  fact: 'log_error',
  summary: 'something',
  resource: workload,
  data: {},
  ...over,
});

describe('pack', () => {
  it('numbers signals from the strongest to the weakest, whatever order they came in', () => {
    const findings = [
      finding(),
      finding({ fact: 'oom_killed', data: { container: 'app' } }),
      finding({ fact: 'latency_high' }),
    ];
    const facts = (list: Finding[]) =>
      pack({ findings: list, gaps: [] }).pack.signals.map(({ id, fact }) => `${id} ${fact}`);
    expect(facts(findings)).toEqual(['S1 oom_killed', 'S2 latency_high', 'S3 log_error']);
    expect(facts(findings.toReversed())).toEqual(facts(findings));
  });

  it('says the same fact of the same thing once, the newest', () => {
    const kill = (container: string, time: string) => finding({ fact: 'oom_killed', time, data: { container } });
    const times = [
      kill('app', '2026-11-20T02:00:00Z'),
      kill('app', '2026-11-20T03:00:00Z'),
      kill('proxy', '2026-11-20T01:00:00Z'),
    ];
    expect(pack({ findings: times, gaps: [] }).pack.signals.map(({ time }) => time)).toEqual([
      '2026-11-20T03:00:00Z',
      '2026-11-20T01:00:00Z',
    ]);
  });

  it('stays within the budget and says how many signals it left out', () => {
    const findings = Array.from({ length: 60 }, (_, n) => finding({ summary: `error number ${n} ${'é'.repeat(280)}` }));
    const { pack: packed } = pack({
      findings: [...findings, finding({ fact: 'oom_killed' })],
      gaps: ['metric p99: no data'],
    });
    expect(packed.promptTokens).toBeLessThanOrEqual(3_000);
    expect(packed.promptTokens).toBe(tokenBound(evidenceText(packed)));
    expect(packed.signals[0]?.fact).toBe('oom_killed');
    expect(packed.gaps).toEqual([
      'metric p99: no data',
      `${61 - packed.signals.length} weaker signals left out: prompt budget`,
    ]);
  });

  it('keeps room for what is about the resource itself, however many neighbors have its faults', () => {
    const killed = (name: string): Finding =>
      finding({
        fact: 'oom_killed',
        resource: { ...workload, name },
        summary: `${name}: ${'killed again and again '.repeat(4)}`,
      });
    const neighbors = Array.from({ length: 60 }, (_, n) => killed(`a-neighbor-${n}`));
    const bounds = finding({ fact: 'autoscaler_bounds', summary: 'autoscaler: 2 to 6 replicas' });
    const own = [killed(workload.name), bounds];
    const { pack: packed } = pack({ findings: [...neighbors, ...own], gaps: [], subject: workload });
    const about = packed.signals.filter(({ resource }) => resource.name === workload.name);
    expect(about.map(({ fact }) => fact)).toEqual(['oom_killed', 'autoscaler_bounds']);
    expect(packed.promptTokens).toBeLessThanOrEqual(3_000);
    expect(packed.promptTokens).toBeGreaterThan(2_800);
    expect(packed.signals.map(({ id }) => id)).toEqual(packed.signals.map((_, n) => `S${n + 1}`));
  });

  it('leaves half of the room to the neighbors, one of which may be the cause', () => {
    const sixty = (one: (n: number) => Finding): Finding[] =>
      Array.from({ length: 60 }, (_, n) => ({ ...one(n), summary: `${n} ${'é'.repeat(40)}` }));
    const own = sixty(() => finding({ fact: 'log_error' }));
    const killed = sixty((n) => finding({ fact: 'oom_killed', resource: { ...workload, name: `neighbor-${n}` } }));
    const kept = (subject: Finding['resource']): number[] => {
      const { signals } = pack({ findings: [...own, ...killed], gaps: [], subject }).pack;
      return ['log_error', 'oom_killed'].map((fact) => signals.filter((one) => one.fact === fact).length);
    };
    const [errors = 0, kills = 0] = kept(workload);
    expect(errors).toBeGreaterThan(5);
    expect(kills).toBeGreaterThan(5);
    expect(Math.abs(errors - kills)).toBeLessThanOrEqual(2);
    expect(kept({ ...workload, name: 'somebody-else' })[0]).toBe(0);
  });

  it('keeps gaps short, so that there is room for signals', () => {
    const gaps = Array.from({ length: 40 }, (_, n) => `gap ${n} ${'x'.repeat(500)}`);
    const { pack: packed } = pack({ findings: [finding({ fact: 'oom_killed' })], gaps });
    expect(packed.gaps).toHaveLength(9);
    expect(packed.gaps.at(-1)).toBe('32 more gaps');
    expect(packed.signals).toHaveLength(1);
  });

  it('screens every text that comes in', () => {
    const hostile = `x${String.fromCharCode(0x1b)}[31m\npassword=hunter22`;
    const { pack: packed, redacted } = pack({
      findings: [finding({ summary: hostile, resource: { ...workload, name: hostile }, data: { pod: hostile } })],
      gaps: [hostile],
    });
    expect(redacted).toBe(4);
    expect(JSON.stringify(packed)).not.toMatch(/hunter22|\\u001b|\\n/);
    expect(EvidencePack.parse(packed)).toEqual(packed);
  });
});

describe('the tokens of a text', () => {
  it.each([
    ['words, four letters a token, the space before them included', 'memory of payments', 2 + 1 + 2],
    ['words inside a name', 'DeploymentConfig', 3 + 2],
    ['digits, one each', '2026', 4],
    ['letters beside digits, which spell nothing', 'x2x9qwrt', 1 + 1 + 1 + 1 + 3],
    ['letters without a vowel', 'xkcdqr', 4],
    ['a key in base64, each letter', 'aB3dEf', 6],
    ['punctuation, in pairs', '":{"', 2],
    ['a space before what is no letter', 'a 1', 3],
    ['what is not ASCII, each byte', 'é→', 5],
    ['nothing', '', 0],
  ])('are reckoned for %s', (_what, text, tokens) => expect(tokenBound(text)).toBe(tokens));
});
