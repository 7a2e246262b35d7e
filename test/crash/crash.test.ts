import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPrograms } from '../../build.mjs';
import { findDynoxide } from '../../local/engine/dynoxide.ts';
import { seededRandom } from '../../local/engine/random.ts';
import { dynoxideMissing } from '../integration/dynoxide.ts';
import { type Ground, layGround } from './ground.ts';
import { type Looped, runLoop } from './loop.ts';
import type { Moment } from './moments.ts';
import { stories } from './stories.ts';

if (dynoxideMissing !== undefined) console.warn(dynoxideMissing);

const root = join(import.meta.dirname, '../..');
const [story] = stories;
if (story === undefined) throw new Error('there is no story');

/** Six processes, one after the other: a machine that does other things meanwhile needs more than the usual limit. */
const timeout = 120_000;

const told = ({ problems, log }: Looped): string => [...problems, ...log].join('\n');

describe.skipIf(dynoxideMissing !== undefined)('the embedded stack, killed by SIGKILL', () => {
  let folder: string;
  let ground: Ground;
  beforeAll(async () => {
    // Below the root, where the program finds node_modules.
    mkdirSync(join(root, 'dist'), { recursive: true });
    folder = mkdtempSync(join(root, 'dist', 'crash-'));
    await buildPrograms({ child: 'test/crash/child.ts' }, folder);
    ground = layGround(root, folder, { program: join(folder, 'child.js'), dynoxide: findDynoxide() ?? '' });
  }, timeout);
  afterAll(() => rmSync(folder, { recursive: true }));
  const loop = (moments: readonly Moment[], forgets = false): Promise<Looped> =>
    runLoop({ ground, story, moments, loopMs: 1000, random: seededRandom(1), forgets });

  it('ends its incident and makes each change once, whenever it is killed', { timeout }, async () => {
    const looped = await loop([
      { kind: 'time', share: 0.1 },
      { kind: 'call', number: 2, when: 'before' },
      { kind: 'effect', number: 20, when: 'after' },
      { kind: 'change', number: 1, when: 'after' },
      { kind: 'effect', number: 3, when: 'before' },
    ]);
    expect(looped.problems, told(looped)).toEqual([]);
    expect(looped.kills).toHaveLength(5);
    expect(looped.kills).toContain('executing');
    expect(looped.ends).toEqual(['resolved']);
    expect(looped.changes).toBe(2);
  });

  it('is seen to change something twice where claims and journal are gone with the process', { timeout }, async () => {
    const { problems } = await loop([{ kind: 'change', number: 1, when: 'after' }], true);
    expect(problems.join('\n')).toMatch(/made 2 times: \S+ patch Deployment\/checkout\/payments-api/);
  });
});
