import { mockClient } from 'aws-sdk-client-mock';
import { afterAll } from 'vitest';

/**
 * A client or a class of clients that answers what the test says, until the end of the file or the `describe` that asks
 * for it: files share a process, and a class that nobody gives back would answer the tests of the next file.
 */
export const mockedClient: typeof mockClient = (client) => {
  const mock = mockClient(client);
  afterAll(() => mock.restore());
  return mock;
};
