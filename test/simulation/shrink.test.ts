import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrink } from './shrink.ts';

const upTo = (length: number): number[] => Array.from({ length }, (_, n) => n);
/** Fails while all of these are there. */
const needs =
  (...wanted: number[]) =>
  async (part: readonly number[]): Promise<boolean> =>
    wanted.every((one) => part.includes(one));
const plenty = 10_000;

describe('shrink a list that fails', () => {
  it.each([
    ['nothing at all', []],
    ['the first', [0]],
    ['one in the middle', [17]],
    ['the last', [63]],
    ['two that lie far apart', [3, 60]],
    ['three neighbors and one other', [20, 21, 22, 50]],
  ])('to %s', async (_what, wanted) => {
    const { list, complete } = await shrink(upTo(64), needs(...wanted), plenty);
    expect(list).toEqual(wanted);
    expect(complete).toBe(true);
  });

  it('leaves a list whose every element is needed as it is', async () => {
    expect((await shrink(upTo(9), needs(...upTo(9)), plenty)).list).toEqual(upTo(9));
  });

  it('finds a short part where any of several would do', async () => {
    const { list } = await shrink(upTo(40), async (part) => part.filter((n) => n % 3 === 0).length >= 2, plenty);
    expect(list).toHaveLength(2);
  });

  it('asks few times where one element is the reason', async () => {
    const { tries } = await shrink(upTo(1024), needs(700), plenty);
    expect(tries).toBeLessThanOrEqual(1 + 2 * 10);
  });

  it('stops asking in time and gives the shortest it has, which still fails', async () => {
    const fails = needs(1, 30, 62);
    let asked = 0;
    const counting = async (part: readonly number[]): Promise<boolean> => {
      asked += 1;
      return fails(part);
    };
    const { list, tries, complete } = await shrink(upTo(64), counting, 12);
    expect({ asked, tries, complete }).toEqual({ asked: 12, tries: 12, complete: false });
    expect(list.length).toBeLessThan(64);
    expect(await fails(list)).toBe(true);
  });

  it('gives a part in its order that fails, and of which nothing can be left out, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.infiniteStream(fc.boolean()), async (length, answers) => {
        const answered = new Map<string, boolean>([[upTo(length).join(), true]]);
        const fails = async (part: readonly number[]): Promise<boolean> => {
          const key = part.join();
          const known = answered.get(key) ?? answers.next().value;
          answered.set(key, known);
          return known;
        };
        const { list } = await shrink(upTo(length), fails, plenty);
        expect(list).toEqual(list.toSorted((a, b) => a - b));
        expect(await fails(list)).toBe(true);
        for (const one of list) expect(answered.get(list.filter((other) => other !== one).join())).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
