import { type Actor, transitions } from '../../core/incident/lifecycle.ts';

/** Who makes a step; one from a status to itself is of the timekeeper, which starts it again. */
export const makerOf = (from: string | null, to: string): Actor =>
  transitions.find((one) => (one.from ?? '') === (from ?? '') && one.to === to)?.by ?? 'timekeeper';
