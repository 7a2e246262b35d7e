import { seededRandom } from '../../local/engine/random.ts';
import type { Ground } from './ground.ts';
import { type Looped, runLoop } from './loop.ts';
import { drawMoment } from './moments.ts';
import type { SeededLoop } from './print.ts';
import { stories } from './stories.ts';

/** No loop is killed more often than this. */
const mostKills = 10;

/** The loop of a seed: the stories take turns. */
export const seededLoop = async (ground: Ground, seed: number, loopMs: number): Promise<SeededLoop> => {
  const random = seededRandom(seed);
  const story = stories[seed % stories.length] ?? stories[0];
  if (story === undefined) throw new Error('there is no story');
  const moments = Array.from({ length: 1 + random.int(mostKills) }, () => drawMoment(random));
  return { seed, story: story.name, ...(await runLoop({ ground, story, moments, loopMs, random })) };
};

/** One loop that nobody disturbs, and what it took, in milliseconds. */
export const calmLoop = async (ground: Ground): Promise<{ looped: Looped; loopMs: number }> => {
  const [story] = stories;
  if (story === undefined) throw new Error('there is no story');
  const from = performance.now();
  const looped = await runLoop({ ground, story, moments: [], loopMs: 0, random: seededRandom(0) });
  return { looped, loopMs: performance.now() - from };
};

/**
 * A loop with a bug planted into it: claims and journal go with the process that is killed. What is wrong is that the verdict
 * does not say so.
 */
export const plantedLoop = async (ground: Ground): Promise<Looped> => {
  const [story] = stories;
  if (story === undefined) throw new Error('there is no story');
  const moments = [{ kind: 'change', number: 1, when: 'after' }] as const;
  const { problems, log } = await runLoop({
    ground,
    story,
    moments,
    loopMs: 0,
    random: seededRandom(0),
    forgets: true,
  });
  const isSeen = problems.some((problem) => problem.startsWith('made 2 times: '));
  const missed = ['a change was made twice, on purpose, and nobody saw it', ...problems];
  return { kills: [], ends: [], changes: 0, problems: isSeen ? [] : missed, log };
};

/** Loops, some at a time, until so many processes were killed. */
export const runLoops = async (
  ground: Ground,
  { kills, seed, workers, loopMs }: { kills: number; seed: number; workers: number; loopMs: number },
  onLoop: (loop: SeededLoop) => void,
): Promise<void> => {
  let [next, killed] = [seed, 0];
  const work = async (): Promise<void> => {
    while (killed < kills) {
      const loop = await seededLoop(ground, next++, loopMs);
      killed += loop.kills.length;
      onLoop(loop);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
};
