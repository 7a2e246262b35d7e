import type { ExitCode } from './io.ts';

/** What a command came to: for people as text, for scripts as one document. */
export type Result = { code: ExitCode; text: string; document: unknown };
