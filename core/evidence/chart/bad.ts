import type { ChartLimit } from './chart.ts';

/** True for a value that lies on the bad side of the limit. */
export const isBad = ({ value, bad, inclusive }: ChartLimit, measured: number): boolean =>
  (inclusive && measured === value) || (bad === 'above' ? measured > value : measured < value);
