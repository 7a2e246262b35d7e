import type { BuildResult, Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin as VitePlugin } from 'vitest/config';

/** Resolves `./page.client.ts?inline` to a string: that file bundled and minified for browsers. */
export const inlineClient: { esbuild: EsbuildPlugin; vite: VitePlugin };

/** What there is to deploy: the folders of functions/ that have an index.ts. */
export const functionNames: () => string[];

/** Bundles functions, each to `<outdir>/<placeOf(name)>/index.js`; resolves to what esbuild says about it, with its metafile. */
export const buildFunctions: (
  names: readonly string[],
  outdir: string,
  options?: { placeOf?: (name: string) => string; sourcemap?: false | 'external' },
) => Promise<BuildResult<{ metafile: true }>>;

/** Bundles programs of the project, given by name and file, each to `<outdir>/<name>.js`. */
export const buildPrograms: (
  files: Readonly<Record<string, string>>,
  outdir: string,
  plugins?: readonly EsbuildPlugin[],
) => Promise<void>;

/** `/opt/policy` and the one build of the Cedar engine that a function loads, where Lambda's NODE_PATH finds it. */
export const buildLayer: (outDir: string) => Promise<void>;
