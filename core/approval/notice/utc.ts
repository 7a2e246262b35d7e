/** A moment as people read it: `2026-11-20 03:15`. The words around it say UTC. */
export const utcMinute = (iso: string): string => new Date(iso).toISOString().slice(0, 16).replace('T', ' ');

/** Whole minutes from now on, never below 0. */
export const minutesUntil = (iso: string, now: Date): number =>
  Math.max(0, Math.floor((Date.parse(iso) - now.getTime()) / 60_000));
