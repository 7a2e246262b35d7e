import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildPrograms } from '../../../build.mjs';
import { type Planted, plantedIn } from './patch.ts';

/** Serves each text in place of the file at its path; the files stay as they are. */
const serving = (texts: ReadonlyMap<string, string>, onServed: (path: string) => void): Plugin => ({
  name: 'planted',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path }) => {
      const contents = texts.get(path);
      if (contents === undefined) return undefined;
      onServed(path);
      return { contents, loader: 'ts' };
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

/** The tree, which is only read; the part of the simulator that is bundled; and the folder that it is bundled to. */
export type Place = { root: string; entry: string; outdir: string };

type Bundled = { kind: 'bundled'; script: string } | { kind: 'wrong'; message: string };

/** Bundles a part of the simulator with these bugs in it, to `<outdir>/<name>.js`, or says in one line why that cannot be. */
export const bundlePlanted = async (
  { root, entry, outdir }: Place,
  name: string,
  bugs: readonly Planted[],
): Promise<Bundled> => {
  const texts = new Map<string, string>();
  for (const planted of bugs) {
    const path = join(root, planted.file);
    const made = plantedIn(texts.get(path) ?? readFileSync(path, 'utf8'), planted);
    if (made.kind === 'wrong') return made;
    texts.set(path, made.text);
  }
  const served = new Set<string>();
  await buildPrograms({ [name]: entry }, outdir, [invariantsApart, serving(texts, (path) => served.add(path))]);
  const unused = bugs.find(({ file }) => !served.has(join(root, file)));
  if (unused !== undefined) {
    return { kind: 'wrong', message: `patch ${unused.name}: the simulator does not use ${unused.file}` };
  }
  return { kind: 'bundled', script: join(outdir, `${name}.js`) };
};
