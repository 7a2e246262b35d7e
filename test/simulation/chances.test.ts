import { describe, expect, it } from 'vitest';
import { chancesOf } from './chances.ts';
import type { Mishap } from './mishap.ts';

const quiet = (): void => undefined;
const slow: Mishap = { of: 'call', where: 'executor', number: 2, call: 7, name: 'table.get', kind: 'slow', ms: 5 };

describe('the chances of a run', () => {
  it('are the same at the same occasion, whatever is drawn elsewhere', () => {
    const [one, other] = [chancesOf(3, undefined, quiet), chancesOf(3, undefined, quiet)];
    for (let draws = 0; draws < 5; draws += 1) one.source('call', 'analyzer', 0)?.next();
    expect(one.source('call', 'executor', 2)?.next()).toBe(other.source('call', 'executor', 2)?.next());
  });

  it.each([
    ['the seed', 4, 'call', 'executor', 2],
    ['the kind', 3, 'clock', 'executor', 2],
    ['whom it happens to', 3, 'call', 'rollback', 2],
    ['the number', 3, 'call', 'executor', 3],
  ] as const)('are others where %s is another', (_what, seed, of, where, number) => {
    const drawn = chancesOf(3, undefined, quiet).source('call', 'executor', 2)?.next();
    expect(chancesOf(seed, undefined, quiet).source(of, where, number)?.next()).not.toBe(drawn);
  });

  it('are none where mishaps are given: exactly those go wrong, each at its occasion', () => {
    const chances = chancesOf(3, [slow], quiet);
    expect(chances.source('call', 'executor', 2)).toBeUndefined();
    expect(chances.given('call', 'executor', 2)).toEqual([slow]);
    expect(chances.given('call', 'executor', 1)).toEqual([]);
    expect(chances.given('clock', 'executor', 2)).toEqual([]);
  });
});
