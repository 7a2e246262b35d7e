import * as z from 'zod';
import type { Table } from '../../core/incident/table.ts';
import type { TemplateModel } from '../template/model.ts';
import type { EngineClock } from './clock.ts';
import type { Random } from './random.ts';

/** What a function folder's `createHandler(deps)` returns: one event in, one answer out; a throw is a failed run. */
export type Handler = (event: unknown) => Promise<unknown>;

/** One typed DynamoDB value, `{S: 'x'}`; nesting is left to whoever reads it. */
const Attribute = z.record(z.string(), z.unknown());

/** A record of a table stream with the view `NEW_IMAGE`, as Lambda and Pipes receive it. */
export const StreamRecord = z.object({
  eventID: z.string(),
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  eventVersion: z.string(),
  eventSource: z.literal('aws:dynamodb'),
  awsRegion: z.string(),
  dynamodb: z.object({
    /** Seconds since 1970. */
    ApproximateCreationDateTime: z.number(),
    Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }),
    NewImage: z.record(z.string(), Attribute).optional(),
    /** Decimal text that grows within a partition key; too long for a number. */
    SequenceNumber: z.string().regex(/^\d+$/),
    SizeBytes: z.number(),
    StreamViewType: z.string(),
  }),
});
export type StreamRecord = z.infer<typeof StreamRecord>;

/** A table and its stream. */
export type EngineTable = {
  table: Table;
  /** The records since the last call, in the order of the changes; empty when there are none. */
  take(): Promise<StreamRecord[]>;
  /** Called after every change; a table without it is asked every 25 ms. */
  onChange?(listener: () => void): void;
  stop(): Promise<void>;
};

/** What nobody could process: it would be in the named queue. */
export type DeadLetter = {
  /** Logical id of the queue or topic in the template; undefined where the template names none. */
  queue: string | undefined;
  /** The function, or `pipe`. */
  function: string;
  event: unknown;
  error: string;
  attempts: number;
  at: Date;
};

/** Everything the engine does, for progress lines and for tests. */
export type EngineEvent =
  | { kind: 'piped'; at: Date; event: BusEvent }
  | { kind: 'matched'; at: Date; rule: string; function: string; event: object }
  | { kind: 'unmatched'; at: Date; bus: string; event: object }
  | { kind: 'started'; at: Date; function: string; attempt: number; event: unknown }
  | { kind: 'succeeded'; at: Date; function: string; attempt: number; answer: unknown }
  | { kind: 'failed'; at: Date; function: string; attempt: number; error: unknown; retryInMs: number | undefined }
  | { kind: 'dead-letter'; at: Date; letter: DeadLetter };

/** An event as `PutEvents` makes it. */
export type BusEvent = {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
};

/** How unkind the network is. Probabilities are 0 to 1; a delivery that is reordered waits up to `maxDelayMs`. */
export type Delivery = { duplicate: number; reorder: number; maxDelayMs: number };

/** What happens between an event and a function. */
export type Network = {
  /**
   * After how many milliseconds each copy of a delivery reaches the function: `[0]` where nothing goes wrong, nothing where
   * it is given up and lies in the queue of its rule.
   */
  copies(functionName: string): readonly number[];
  /** After a batch of the stream: how many of the last ones, this one among them, are read once more. */
  rereads(reader: string): number;
};

export type EngineOptions = {
  template: TemplateModel;
  table: EngineTable;
  clock: EngineClock;
  /** By the name of the function's folder; a function that an event reaches and that is not here is a dead letter. */
  handlers: Readonly<Record<string, Handler>>;
  random: Random;
  /** A kind one where neither is given. */
  delivery?: Delivery;
  network?: Network;
  /** Keep what was on the buses, so that it can be replayed. */
  archive?: boolean;
  onEvent?: (event: EngineEvent) => void;
};

/** `quiet`: it is also over (`idle`) when nothing is on its way any more and only what recurs waits. */
export type Limit = { virtualMs?: number; realMs?: number; quiet?: boolean };

export type Engine = {
  /** Puts an event on the default bus. Resolves when it is accepted, before any function has run. */
  publish(event: object): Promise<void>;
  /** Everything that was on the bus of the steps since then, once more; nothing without an `archive`. */
  replay(since: Date): void;
  /** One synchronous invocation: the answer or the throw is the handler's, and nothing is retried. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /**
   * Moves everything on until `done` (asked after each change), until nothing is left that could ever happen (`idle`),
   * or until a limit. `virtualMs` is time on the engine's clock.
   */
  runUntil(done: () => boolean | Promise<boolean>, limit?: Limit): Promise<'done' | 'idle' | 'limit'>;
  readonly deadLetters: readonly DeadLetter[];
  now(): Date;
  /** While held, a virtual clock does not jump: a person is being waited for. Returns the release. */
  hold(): () => void;
  /** Cancels what the engine has on the clock and stops the table; runs in flight are left to end by themselves. */
  stop(): Promise<void>;
};
