import { setTimeout } from 'node:timers/promises';
import { handles, moreThan } from './handles.ts';
import { type Loop, newStackLoop, type SoakParts } from './new-stacks.ts';
import { oneStack } from './one-stack.ts';
import { grows, type Sample, type Slope, slopeOf, warm } from './slope.ts';

export type SoakOptions = SoakParts & {
  /** Asked before each loop of a part: whether there is to be one more. */
  more(part: PartName, loops: number): boolean;
  /** Bytes in use, after what nobody holds was freed. */
  heapBytes(): number;
  /** Loops between two samples of the memory. */
  every: number;
};
export type PartName = 'new stacks' | 'one stack';
export type Part = {
  name: PartName;
  loops: number;
  incidents: number;
  seconds: number;
  samples: Sample[];
  slope: Slope;
};

/** A socket that was closed takes a moment to go. */
const goneMs = 200;

/** Loops of one part, with a sample of the heap after every few. */
const repeat = async (
  { more, heapBytes, every }: Pick<SoakOptions, 'more' | 'heapBytes' | 'every'>,
  name: PartName,
  loop: (n: number) => Promise<Loop>,
  problems: string[],
): Promise<Part> => {
  const samples: Sample[] = [];
  const from = performance.now();
  let incidents = 0;
  let loops = 0;
  while (more(name, loops)) {
    const done = await loop(loops);
    incidents += done.incidents;
    loops += 1;
    if (problems.length < 20) problems.push(...done.problems);
    if (loops % every !== 0) continue;
    samples.push({ incidents, bytes: heapBytes() });
  }
  const slope = slopeOf(warm(samples));
  return { name, loops, incidents, seconds: (performance.now() - from) / 1000, samples, slope };
};

/**
 * Loops at full speed: first a stack for each, which shows what the process keeps of them; then one stack for all, which shows
 * what handlers and engine keep. Whatever was wrong is in `problems`.
 */
export const soak = async (options: SoakOptions): Promise<{ parts: Part[]; problems: string[] }> => {
  const problems: string[] = [];
  const before = handles();
  const each = await repeat(options, 'new stacks', (n) => newStackLoop(options, n), problems);
  const stack = await oneStack(options);
  const all = await repeat(options, 'one stack', stack.incident, problems);
  await stack.stop();
  await setTimeout(goneMs);
  const parts = [each, all];
  return {
    parts,
    problems: [
      ...problems,
      ...moreThan(before, handles()).map((kind) => `a handle is left: ${kind}`),
      ...parts.flatMap(memoryProblem),
    ],
  };
};

const memoryProblem = ({ name, slope, samples }: Part): string[] => {
  if (Number.isNaN(slope.per1000)) return [`too few loops to judge the memory: ${samples.length} samples (${name})`];
  return grows(slope) ? [`memory grows by ${Math.round(slope.per1000)} bytes for 1,000 incidents (${name})`] : [];
};
