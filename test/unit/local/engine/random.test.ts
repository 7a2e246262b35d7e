import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../local/engine/random.ts';

const draw = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('seeded random', () => {
  it('is the Mulberry32 sequence of its seed', () => {
    // First values of the published reference implementation for seed 1.
    expect(draw(1, 3)).toEqual([0.6270739405881613, 0.002735721180215478, 0.5274470399599522]);
  });

  it('stays in its range and spreads over it', () => {
    const values = draw(3, 1000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(Math.abs(values.reduce((a, b) => a + b, 0) / 1000 - 0.5)).toBeLessThan(0.05);
  });

  it('draws whole numbers, chances and UUIDs', () => {
    const random = seededRandom(5);
    const numbers = new Set(Array.from({ length: 200 }, () => random.int(4)));
    expect(numbers).toEqual(new Set([0, 1, 2, 3]));
    expect([random.chance(0), random.chance(1)]).toEqual([false, true]);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(random.uuid()).not.toBe(random.uuid());
  });

  it('forks a source that draws on its own', () => {
    const one = seededRandom(9);
    const fork = one.fork();
    const other = seededRandom(9);
    other.fork();
    fork.next();
    expect(one.next()).toBe(other.next());
  });
});
