import type { Points } from './points.ts';

export type Limits = { above?: number; below?: number };
export type Saturation = { limit: 'above' | 'below'; since: Date; peak: number };

/** So many points within the limit do not end a stretch beyond it. */
const calmPoints = 2;

/**
 * Whether a metric is beyond a limit at its end, that is in the last `recentSeconds`; since when without more than two
 * points in a row within it, and the farthest value of that time. A value at the limit is within it; the upper limit is
 * told where both are passed. Undefined when it is within its limits at the end, or was beyond them only before.
 */
export const saturation = (
  points: Points,
  { above, below }: Limits,
  { recentSeconds = 15 * 60 }: { recentSeconds?: number } = {},
): Saturation | undefined => {
  const border = (points.at(-1)?.at.getTime() ?? 0) - recentSeconds * 1000;
  const passed = (limit: Saturation['limit'], beyond: (value: number) => boolean): Saturation | undefined => {
    let stretch: Saturation | undefined;
    let calm = 0;
    for (const { at, value } of points.toReversed()) {
      if (beyond(value)) {
        if (stretch === undefined && at.getTime() <= border) return undefined;
        const farther = limit === 'above' ? Math.max : Math.min;
        stretch = { limit, since: at, peak: farther(value, stretch?.peak ?? value) };
        calm = 0;
      } else {
        calm += 1;
        if (calm > calmPoints && stretch !== undefined) break;
      }
    }
    return stretch;
  };
  return (
    (above === undefined ? undefined : passed('above', (value) => value > above)) ??
    (below === undefined ? undefined : passed('below', (value) => value < below))
  );
};
