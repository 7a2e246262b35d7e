import { type TestResult, TestStatus } from '@stryker-mutator/api/test-runner';

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A test that could not even be loaded has failed, as it would in `npm test`. */
export const failed = (id: string, error: unknown, timeSpentMs = 0): TestResult => ({
  id,
  name: id,
  timeSpentMs,
  status: TestStatus.Failed,
  failureMessage: message(error),
});

export const runTest = async (id: string, body: () => unknown): Promise<TestResult> => {
  const start = performance.now();
  try {
    await body();
    return { id, name: id, timeSpentMs: performance.now() - start, status: TestStatus.Success };
  } catch (error) {
    return failed(id, error, performance.now() - start);
  }
};

export const hasFailed = (results: readonly TestResult[]): boolean => results.at(-1)?.status === TestStatus.Failed;
