import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildPrograms } from '../../../build.mjs';
import { type Planted, plantedIn } from './patch.ts';

/** Serves the text with the bug in it in place of the file; the file stays as it is. */
const serving = (path: string, text: string, onServed: () => void): Plugin => ({
  name: 'planted',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/, namespace: 'file' }, (loaded) => {
      if (loaded.path !== path) return undefined;
      onServed();
      return { contents: text, loader: 'ts' };
    });
  },
});

const apart = 'without-the-bug';

/**
 * Bundles the invariants and everything that they import of the project once more: they ask the same code what is
 * allowed, and must ask it as it was before the bug.
 */
const invariantsApart: Plugin = {
  name: apart,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.{1,2}\/.+\.ts$/ }, ({ path, resolveDir, namespace }) =>
      namespace === apart || /[/-](watch|invariants)\.ts$/.test(path)
        ? { path: resolve(resolveDir, path), namespace: apart }
        : undefined,
    );
    onLoad({ filter: /\.ts$/, namespace: apart }, ({ path }) => ({
      contents: readFileSync(path, 'utf8'),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
};

/**
 * Bundles the simulator's worker with a bug in it, to `<outdir>/<name>.js`, or says in one line why that cannot be. The
 * working tree at `root` is only read.
 */
export const bundlePlanted = async (
  root: string,
  outdir: string,
  planted: Planted,
): Promise<{ kind: 'bundled'; script: string } | { kind: 'wrong'; message: string }> => {
  const { name, file } = planted;
  const path = join(root, file);
  const made = plantedIn(readFileSync(path, 'utf8'), planted);
  if (made.kind === 'wrong') return made;
  let served = false;
  const bug = serving(path, made.text, () => {
    served = true;
  });
  await buildPrograms({ [name]: 'test/simulation/worker.ts' }, outdir, [invariantsApart, bug]);
  if (!served) return { kind: 'wrong', message: `patch ${name}: the simulator does not use ${file}` };
  return { kind: 'bundled', script: join(outdir, `${name}.js`) };
};
