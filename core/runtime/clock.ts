import type { Clock } from './effects.ts';

/** The real time; everything that decides by time gets it as an argument. */
export const systemClock: Clock = () => new Date();
