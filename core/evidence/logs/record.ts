import type { Level } from './level.ts';

/** One message of a program. `level` where the program said it beside the text. */
export type LogRecord = { at: Date; group: string; stream: string; message: string; level?: Level };
