import fc from 'fast-check';
import type { Target } from './target.ts';

export type Options = {
  /** How many bad inputs; valid ones come on top. */
  inputs: number;
  seed: number;
  /** Of a failing input that was printed: only it is sent. */
  path?: string;
  /** The first failing input will do: nobody looks for a shorter one. */
  first?: boolean;
  /** Hears how many bad inputs were sent so far. */
  progress?: (sent: number) => void;
};
export type Ran = {
  name: string;
  refused: number;
  valid: number;
  /** How often by status or reason, the most frequent first. */
  as: [string, number][];
  /** The shortest input that was found, and how to send it once more. */
  violation?: { why: string; input: string; seed: number; path: string };
};

/** Between two looks at the progress. */
const round = 2000;

/** Sends inputs to a target until so many were refused, or until one was not. What is thrown is a violation, too. */
export const runTarget = async ({ name, inputs, open }: Target, options: Options): Promise<Ran> => {
  const counts = new Map<string, number>();
  let [refused, valid] = [0, 0];
  let why = '';
  let opened = await open();

  const send = async (input: string): Promise<void> => {
    const judged = await opened.send(input);
    if (judged.kind === 'violation') {
      why = judged.why;
      await opened.close();
      opened = await open();
      throw new Error(judged.why);
    }
    counts.set(judged.as, (counts.get(judged.as) ?? 0) + 1);
    if (judged.kind === 'refused') refused += 1;
    else valid += 1;
  };
  const ran = (): Ran => ({ name, refused, valid, as: [...counts].toSorted((a, b) => b[1] - a[1]) });
  const { path, progress } = options;
  try {
    for (let seed = options.seed; refused < options.inputs; seed += 1) {
      const details = await fc.check(fc.asyncProperty(inputs, send), {
        seed,
        numRuns: path === undefined ? Math.min(round, options.inputs - refused) : 1,
        endOnFailure: options.first === true,
        ...(path === undefined ? {} : { path }),
      });
      if (details.failed) {
        const [input = ''] = details.counterexample ?? [];
        return { ...ran(), violation: { why, input, seed, path: details.counterexamplePath ?? '' } };
      }
      progress?.(refused);
      if (path !== undefined) break;
    }
    return ran();
  } finally {
    await opened.close();
  }
};
