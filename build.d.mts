import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { Plugin as VitePlugin } from 'vitest/config';

/** Resolves `./page.client.ts?inline` to a string: that file bundled and minified for browsers. */
export const inlineClient: { esbuild: EsbuildPlugin; vite: VitePlugin };
