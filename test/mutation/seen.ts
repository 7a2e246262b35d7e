import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Coverage } from './shared.ts';

/** What the run without a mutant saw of one test file: which mutants it reaches while it is loaded, and with which test. */
export type Seen = { file: string; milliseconds: number; atLoad: string[]; perTest: Record<string, string[]> };

const keptIn = '.mutation-seen.json';

export const seenOf = (file: string, milliseconds: number, coverage: Coverage): Seen => ({
  file,
  milliseconds,
  atLoad: Object.keys(coverage.static),
  perTest: Object.fromEntries(Object.entries(coverage.perTest).map(([id, counts]) => [id, Object.keys(counts)])),
});

/** Kept in the sandbox: Stryker starts a new process after each mutant that never ends. */
export const keepSeen = (seen: readonly Seen[]): void => writeFileSync(keptIn, JSON.stringify(seen));

export const readSeen = (): Seen[] => (existsSync(keptIn) ? JSON.parse(readFileSync(keptIn, 'utf8')) : []);

/** The tests of a file that can notice a mutant: `all` where loading it reaches the mutant, or what was computed then. */
export const testsFor = ({ atLoad, perTest }: Seen, mutant: string): 'all' | ReadonlySet<string> =>
  atLoad.includes(mutant) ? 'all' : new Set(Object.keys(perTest).filter((id) => perTest[id]?.includes(mutant)));
