import { describe, expect, it } from 'vitest';
import { coverageText } from './coverage-report.ts';
import { coverageOf } from './coverage.ts';

/** A call that was hit a hundred times by one of its faults, and never by the other. */
const covered = () => {
  const coverage = coverageOf();
  coverage.call('table.get', ['throttle', 'slow']);
  coverage.points('executor', 'approved').set('table.get', 300);
  for (let hits = 0; hits < 100; hits += 1) coverage.hit('executor', 'approved', 'table.get', 'slow');
  coverage.move('detected', 'analyzed');
  return coverage.covered();
};

describe('what runs came by', () => {
  it('is told in numbers, with the moves that nobody made', () => {
    const text = coverageText(covered(), false);
    expect(text).toContain('1 calls in steps, 0 hit less than 100 times\n');
    expect(text).toContain('2 faults of calls in steps, 1 hit less than 100 times, 1 never\n');
    expect(text).toContain('  analyzed -> proposed\n');
    expect(text).not.toContain('  detected -> analyzed\n');
    expect(text).not.toContain('table.get');
  });

  it('is listed as a whole where that is asked for', () => {
    const text = coverageText(covered(), true);
    expect(text).toMatch(/executor \| approved \| table\.get \| slow +300 +100\n/);
    expect(text).toContain('faults never hit:\n  executor | approved | table.get | throttle (300 calls)\n');
  });
});
