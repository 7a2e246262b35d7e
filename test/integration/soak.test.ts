import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { parseArguments } from '../../local/bench/soak/arguments.ts';
import { moreThan } from '../../local/bench/soak/handles.ts';
import { grows, slopeOf, warm } from '../../local/bench/soak/slope.ts';
import { soak } from '../../local/bench/soak/soak.ts';
import { soakText } from '../../local/bench/soak/text.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { readTemplate } from '../../local/template/read.ts';

describe('a soak', () => {
  it('ends every incident as expected, verifies every audit and tells of memory that grows', async () => {
    let bytes = 50_000_000;
    const { parts, problems } = await soak({
      template: readTemplate(readFileSync('template.yaml', 'utf8')),
      policy: loadPolicyLayer('layers/policy'),
      openTable: async (now) => memoryTable(now),
      more: (part, loops) => loops < (part === 'new stacks' ? 1 : 3),
      heapBytes: () => {
        bytes += 1_000_000;
        return bytes;
      },
      every: 1,
    });
    // Real memory is for the long run: a few loops say nothing of it, nor of handles while other tests run beside.
    expect(problems.filter((one) => !one.startsWith('a handle is left'))).toEqual([
      'too few loops to judge the memory: 1 samples (new stacks)',
      'memory grows by 1000000000 bytes for 1,000 incidents (one stack)',
    ]);
    expect(parts.map(({ name, loops, samples }) => [name, loops, samples.length])).toEqual([
      ['new stacks', 1, 1],
      ['one stack', 3, 3],
    ]);
    expect(soakText(parts, [])).toContain('memory is flat');
  }, 120_000);

  it('finds the slope of what grows, and does not take noise for it', () => {
    const samples = (growth: number) =>
      Array.from({ length: 40 }, (_, n) => ({ incidents: n * 25, bytes: 5e7 + n * 25 * growth + (n % 2) * 40_000 }));
    expect(slopeOf(samples(0)).per1000).toBeLessThan(10_000);
    expect(grows(slopeOf(samples(0)))).toBe(false);
    const leak = slopeOf(samples(2_000));
    expect(leak.per1000).toBeGreaterThan(1_990_000);
    expect(leak.per1000).toBeLessThan(2_010_000);
    expect(grows(leak)).toBe(true);
    expect(slopeOf(samples(0).slice(0, 2))).toEqual({ per1000: Number.NaN, error: Number.NaN });
    expect(warm(samples(0))).toHaveLength(30);
  });

  it('names the kinds of handles of which there are more', () => {
    const before = new Map([['Timeout', 2]]);
    const after = new Map([
      ['Timeout', 3],
      ['TCPServerWrap', 1],
    ]);
    expect(moreThan(before, after)).toEqual(['1 more Timeout', '1 more TCPServerWrap']);
    expect(moreThan(after, before)).toEqual([]);
  });
});

describe('npm run soak', () => {
  it.each([
    [['--minutes', 'long'], '--minutes: expected a whole number from 1 to 1440, found long'],
    [['--for', '3'], "Unknown option '--for'"],
  ])('says what is wrong with %j in one line', (argv, message) => {
    expect(parseArguments(argv)).toEqual({ kind: 'wrong', message });
  });

  it('takes thirty minutes where nothing else is said', () => {
    expect(parseArguments([])).toEqual({ kind: 'soak', minutes: 30, dynoxide: false });
  });
});
