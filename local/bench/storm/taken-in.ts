import * as z from 'zod';
import type { EngineEvent } from '../../engine/types.ts';
import { changeOf } from './alarms.ts';

const Outcomes = z.array(z.looseObject({ kind: z.string(), incidentId: z.string().optional() }));
/** What became of one delivery of an alarm. */
export type Outcome = z.infer<typeof Outcomes>[number] & ReturnType<typeof changeOf>;

/** Keeps the books of the alarm-handler: what was delivered to it, and what became of each. */
export const takenIn = () => {
  const outcomes: Outcome[] = [];
  const figures = { deliveries: 0, retried: 0, buried: 0 };
  const hear = (event: EngineEvent): void => {
    if (event.kind === 'dead-letter' && event.letter.function === 'alarm-handler') figures.buried += 1;
    if (!('function' in event) || event.function !== 'alarm-handler') return;
    if (event.kind === 'started' && event.attempt === 1) figures.deliveries += 1;
    if (event.kind === 'failed' && event.retryInMs !== undefined) figures.retried += 1;
  };
  /** Stands around the handler, where event and answer are known together. */
  const heard = (event: unknown, answer: unknown): void => {
    for (const outcome of Outcomes.parse(answer)) outcomes.push({ ...outcome, ...changeOf(event) });
  };
  const isSettled = (): boolean => outcomes.length + figures.buried === figures.deliveries;
  const tally = (): Map<string, number> => {
    const sums = new Map<string, number>();
    for (const { kind } of outcomes) sums.set(kind, (sums.get(kind) ?? 0) + 1);
    return sums;
  };
  return { hear, heard, outcomes, figures, isSettled, tally };
};
export type TakenIn = ReturnType<typeof takenIn>;
