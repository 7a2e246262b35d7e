/** How often each mutant was reached: while a file was loaded, and by each test. */
export type Coverage = { static: Record<string, number>; perTest: Record<string, Record<string, number>> };

/** What instrumented code reads and counts in; Stryker fixes its name and its form. */
export const shared: {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: Coverage | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
} = {};
Object.assign(globalThis, { __stryker__: shared });
