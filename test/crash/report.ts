import type { Item } from '../../core/incident/table.ts';

/** What the process leaves when it is through: why it stopped, and the whole table. */
export type Report = { outcome: 'done' | 'idle' | 'limit'; items: readonly Item[] };
