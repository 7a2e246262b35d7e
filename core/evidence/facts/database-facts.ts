import type { FactRows } from './row.ts';

/** What goes wrong between a database and its clients, and between containers that want one port. */
export const databaseFacts = {
  database_connections_exhausted: { kind: 'log', strength: 0.9, tells: 'symptom' },
  database_read_only: { kind: 'log', strength: 0.9, tells: 'symptom' },
  database_denies_client: { kind: 'log', strength: 0.9, tells: 'symptom' },
  database_port_wrong: { kind: 'log', strength: 0.9, tells: 'symptom' },
  sidecar_port_taken: { kind: 'state', strength: 0.9, tells: 'symptom' },
} as const satisfies FactRows;
