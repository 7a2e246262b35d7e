import * as z from 'zod';

/** What can go wrong with one call of a port. */
export const callFaults = [
  'crash before',
  'crash after',
  'throttle',
  'timeout undone',
  'timeout done',
  'slow',
] as const;
export type CallFault = (typeof callFaults)[number];

const Which = {
  /** A function by its folder, `pipe`, a port, a person, or what the world is called: whoever it happens to. */
  where: z.string(),
  /** Which of them, counted from 0: the invocation of a function, the delivery to it, the batch of a reader. */
  number: z.int().nonnegative(),
};
const Ms = z.number().nonnegative();

/**
 * One thing that goes wrong in a run, as plain data: what a run with this schedule can be told to repeat alone. `of`,
 * `where` and `number` name the occasion; what else goes wrong does not move it, as long as the occasion comes.
 */
export const Mishap = z.discriminatedUnion('of', [
  /** `call`: which of the calls of this invocation; `name` is there to be read. */
  z.strictObject({
    of: z.literal('call'),
    ...Which,
    call: z.int().nonnegative(),
    name: z.string(),
    kind: z.enum(callFaults),
    ms: Ms,
  }),
  /** The clock of an invocation or of a person is this much ahead (below 0: behind). */
  z.strictObject({ of: z.literal('clock'), ...Which, ms: z.number() }),
  /** After how long each copy of a delivery comes; none: it is given up and lies in the rule's queue. */
  z.strictObject({ of: z.literal('delivery'), ...Which, copies: z.array(Ms) }),
  /** After a batch the reader of the stream reads so many of the last batches once more. */
  z.strictObject({ of: z.literal('stream'), ...Which, back: z.int().positive() }),
  /** Every call of a port fails for `ms`, from `from` ms after the begin of the run. */
  z.strictObject({ of: z.literal('outage'), ...Which, from: Ms, ms: Ms }),
  /** Everything the bus has seen from `from` on is delivered once more `at` ms after the begin. */
  z.strictObject({ of: z.literal('replay'), ...Which, from: Ms, at: Ms }),
  /** What a session or reader answers is so old. */
  z.strictObject({ of: z.literal('lag'), ...Which, ms: Ms }),
  /** Something that a person, an operator, the world or an alarm does `ms` after the occasion. */
  z.strictObject({ of: z.literal('event'), ...Which, kind: z.string(), ms: Ms }),
  /** The table becomes what it was `back` ms before, `at` ms after the begin. */
  z.strictObject({ of: z.literal('restore'), ...Which, at: Ms, back: Ms }),
]);
export type Mishap = z.infer<typeof Mishap>;
export type MishapOf<Of extends Mishap['of']> = Extract<Mishap, { of: Of }>;

const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;

const detail = (mishap: Mishap): string => {
  switch (mishap.of) {
    case 'call':
      return `${mishap.kind} ${mishap.name} (call ${mishap.call})${mishap.ms === 0 ? '' : `, ${seconds(mishap.ms)}`}`;
    case 'clock':
      return `its clock is ahead by ${seconds(mishap.ms)}`;
    case 'delivery':
      return mishap.copies.length === 0 ? 'never comes' : `comes after ${mishap.copies.map(seconds).join(' and ')}`;
    case 'stream':
      return `reads ${mishap.back} batches again`;
    case 'outage':
      return `fails for ${seconds(mishap.ms)} from ${seconds(mishap.from)} on`;
    case 'replay':
      return `all since ${seconds(mishap.from)} again at ${seconds(mishap.at)}`;
    case 'lag':
      return `answers what was true ${seconds(mishap.ms)} ago`;
    case 'event':
      return `${mishap.kind} after ${seconds(mishap.ms)}`;
    case 'restore':
      return `at ${seconds(mishap.at)} back by ${seconds(mishap.back)}`;
    default:
      return mishap satisfies never;
  }
};

/** One line for a person. */
export const mishapLine = (mishap: Mishap): string =>
  `${mishap.of} ${mishap.where} #${mishap.number}: ${detail(mishap)}`;
