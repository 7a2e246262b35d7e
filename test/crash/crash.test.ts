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

/** Three processes, one after the other: a machine that does other things meanwhile needs more than the usual limit. */
const timeout = 120_000;

/** While it starts; and right after a change that nobody has written down yet. `npm run crash` draws very many more. */
const moments: readonly Moment[] = [
  { kind: 'time', share: 0.1 },
  { kind: 'change', number: 1, when: 'after' },
];

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

  it('ends its incident and makes each change once, whenever it is killed', { timeout }, async () => {
    const looped = await runLoop({ ground, story, moments, loopMs: 1000, random: seededRandom(1) });
    expect(looped.problems, told(looped)).toEqual([]);
    expect(looped.kills).toHaveLength(moments.length);
    expect(looped.kills).toContain('executing');
    expect(looped.ends).toEqual(['resolved']);
    expect(looped.changes).toBe(2);
  });
});
