import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from '../../core/incident/lifecycle.ts';
import type { Random } from '../../local/engine/random.ts';
import { serve } from '../../local/http.ts';
import { reachedTime } from './durable-clock.ts';
import type { Ground } from './ground.ts';
import { incarnate, type Struck } from './incarnation.ts';
import type { Life } from './life.ts';
import { type Moment, momentText } from './moments.ts';
import { createOutside } from './outside.ts';
import { methodsOf } from './remote.ts';
import type { CrashStory } from './stories.ts';
import { verdict } from './verdict.ts';

export type Looped = {
  kills: Struck[];
  ends: Status[];
  /** Calls that changed a resource. */
  changes: number;
  /** Empty when the loop ended as it must. */
  problems: string[];
  log: string[];
};
export type LoopOptions = {
  ground: Ground;
  story: CrashStory;
  /** One process after the other is killed at the next of these; the one that comes after them lives. */
  moments: readonly Moment[];
  /** What a whole loop takes on this machine, in milliseconds. */
  loopMs: number;
  random: Random;
  /** A bug that the verdict must see. */
  forgets?: boolean;
};

/** How long the machine is down at most, in milliseconds of the time of the loop. */
const downMs = 20_000;

/** One story from its alarm to its end, on as many processes as that takes. */
export const runLoop = async ({
  ground,
  story,
  moments,
  loopMs,
  random,
  forgets = false,
}: LoopOptions): Promise<Looped> => {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  const log: string[] = [];
  const kills: Struck[] = [];
  let time = new Date();
  let life: Life | undefined;
  const note = (line: string): void => void log.push(`${time.toISOString()} ${line}`);
  const onTime = (at: Date): void => {
    if (at > time) time = at;
  };
  const api = {
    invoke: async (name: string, event: unknown): Promise<unknown> => {
      if (life === undefined) throw new Error('nothing runs yet');
      return life.invoke(name, event);
    },
  };
  const outside = createOutside({ ...ground, story, api, now: () => time, note, forgets });
  // What API Gateway says while no function answers: 502.
  const page = await serve((event) => api.invoke('approval-api', event), 0);
  try {
    for (;;) {
      onTime(reachedTime(join(folder, 'time')) ?? time);
      const moment = moments[kills.length];
      const incarnation = await incarnate({
        program: ground.program,
        setup: {
          ground: ground.folder,
          policyHash: ground.policyHash,
          dynoxide: ground.dynoxide,
          folder,
          story: story.name,
          approvalBaseUrl: page.url,
          startAt: time.toISOString(),
          served: methodsOf(outside.served),
          writers: methodsOf(outside.world.writers),
          forgets,
        },
        outside,
        moment,
        loopMs,
        isFirst: kills.length === 0,
        random,
        onTime,
        onLife: (started) => {
          life = started;
        },
      });
      if (incarnation.kind !== 'killed') {
        const trouble = incarnation.kind === 'died' ? [incarnation.how] : incarnation.kind === 'stuck' ? ['stuck'] : [];
        const problems = trouble.length > 0 ? trouble : await verdict(story, outside);
        const ends = outside.book.all().map(({ status }) => status);
        return { kills, ends, changes: outside.left.changes.length, problems, log };
      }
      kills.push(incarnation.during);
      note(`killed ${moment === undefined ? '' : momentText(moment)}: ${incarnation.during}`);
      time = new Date(time.getTime() + random.int(downMs));
    }
  } finally {
    await page.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
