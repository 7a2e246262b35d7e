import type { Columns } from './points.ts';
import { type Usual, usualBefore } from './usual.ts';
import { sameHourYesterday } from './yesterday.ts';

/** How far a value is from usual, and what usual is there. */
export type Surprise = { bits: number; usual: Usual };

/**
 * For each place, asked in ascending order, how far its value is from what was usual before it: the binary logarithm of
 * its deviation over the usual reach; 1 is twice as far as 19 of 20 values. What was so at the same hour yesterday is
 * usual, and so is a deviation of less than `least`. `frozen` takes the place of what was usual before it. Undefined for
 * a value within reach, and while too little is known.
 */
export const surpriseAt = (
  columns: Columns,
  width: number,
  { fewest, least }: { fewest: number; least: number },
): ((place: number, frozen?: Usual) => Surprise | undefined) => {
  const usualAt = usualBefore(columns, width, fewest);
  const yesterdayAt = sameHourYesterday(columns);
  return (place, frozen) => {
    const usual = frozen ?? usualAt(place);
    if (usual === undefined) return undefined;
    const away = (columns.values[place] ?? 0) - usual.level;
    const reach = Math.max(usual.reach, least);
    if (Math.abs(away) <= reach) return undefined;
    const then = yesterdayAt(place);
    const yesterday = then === undefined ? 0 : away > 0 ? then.high - usual.level : usual.level - then.low;
    return { bits: Math.log2(Math.abs(away) / Math.max(reach, yesterday)), usual };
  };
};
