import type { TransitionRecord } from './step.ts';

/** Who made a step, in a word: the person where they made it themselves, and not where a function acts on their decision. */
export const actorOf = ({ by, person }: Pick<TransitionRecord, 'by' | 'person'>): string =>
  by === 'approval-api' || by === 'mcp' ? (person ?? by) : by;
