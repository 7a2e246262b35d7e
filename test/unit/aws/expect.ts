import { allCustomMatcher, type CustomMatcher } from 'aws-sdk-client-mock-vitest';
import { expect } from 'vitest';

declare module 'vitest' {
  interface Matchers<R, T> extends CustomMatcher<R, T> {}
}
expect.extend(allCustomMatcher);

type Recorder<C> = { commandCalls(command: C): { args: readonly [{ input: unknown }, ...unknown[]] }[] };

/**
 * The input of every call of a command, in order. For exact comparison: the `...With` matchers of
 * aws-sdk-client-mock-vitest pass over a field that was sent and is not in the expected input.
 */
const sent = <C>(client: Recorder<C>, command: C): unknown[] =>
  client.commandCalls(command).map(({ args }) => args[0].input);

export { expect, sent };
