import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Said, saidOf, saidSummary } from '../../../../core/evidence/logs/said.ts';

describe('what a log says', () => {
  it.each<[Said, string]>([
    [{ line: 'ERROR a: b', times: 3, others: 0 }, '3 x: ERROR a: b'],
    [{ line: 'ERROR a', times: 3, since: 'new', others: 0 }, '3 x, new since the onset: ERROR a'],
    [{ line: 'E', times: 1, since: 'more', others: 4 }, '1 x, more often since the onset, and in 4 other workloads: E'],
  ])('%j is told as %s', (said, summary) => {
    expect(saidSummary(said)).toBe(summary);
  });

  it('is found again in its summary, whatever the line is', () => {
    const said = fc.record({
      line: fc.string({ minLength: 1 }),
      times: fc.nat(),
      others: fc.nat(),
      since: fc.constantFrom<Said['since'][]>('new', 'more', undefined),
    });
    fc.assert(
      fc.property(said, ({ since, ...rest }) => {
        const given: Said = since === undefined ? rest : { ...rest, since };
        expect(saidOf({ summary: saidSummary(given) })).toEqual(given);
      }),
    );
  });

  it('of another form is a line by itself', () => {
    expect(saidOf({ summary: 'something else' })).toEqual({ line: 'something else', times: 1, others: 0 });
  });
});
