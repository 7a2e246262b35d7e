import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Planted, readPatch, type Wrong } from './patch.ts';

const folder = 'test/simulation/planted';
const ending = '.patch';

/** Every patch of the tree at `root`, by name. */
export const readPatches = (root: string): (Planted | Wrong)[] =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith(ending))
    .toSorted()
    .map((file) => readPatch(basename(file, ending), readFileSync(join(root, folder, file), 'utf8')));
