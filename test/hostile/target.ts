import type * as fc from 'fast-check';

/** What became of one input. */
export type Judged =
  /** Refused as it should be: by which status or reason. */
  | { kind: 'refused'; as: string }
  /** No bad input after all: what is left of it is what somebody may send. It is counted apart. */
  | { kind: 'valid'; as: string }
  | { kind: 'violation'; why: string };

export const refused = (as: string): Judged => ({ kind: 'refused', as });
export const valid = (as: string): Judged => ({ kind: 'valid', as });
export const violation = (why: string): Judged => ({ kind: 'violation', why });

/** Something that is sent inputs: a handler, or the API over HTTP. */
export type Opened = { send(input: string): Promise<Judged>; close(): Promise<void> };

/**
 * Inputs are texts, so that whoever reads a failing one sees all of it. Names such as `@token@` stand for what differs in
 * each run.
 */
export type Target = { name: string; inputs: fc.Arbitrary<string>; open(): Promise<Opened> };
