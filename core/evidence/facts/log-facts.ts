import type { FactRows } from './row.ts';

/** What programs wrote. */
export const logFacts = {
  log_out_of_memory: { kind: 'log', strength: 0.7, tells: 'symptom' },
  log_connection_refused: { kind: 'log', strength: 0.5, tells: 'symptom' },
  log_error: { kind: 'log', strength: 0.4, tells: 'context' },
} as const satisfies FactRows;
