import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { inlineClient } from '../../../build.mjs';
import script from './fixture/hello.client.ts?inline';

const bundleOf = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [inlineClient.esbuild],
  });
  return outputFiles[0]?.text ?? '';
};

describe('inline client scripts', () => {
  it('gives a test the bundled browser script as a string', () => {
    expect(script).toMatch(/^"use strict";\(\(\)=>\{.*\}\)\(\);$/s);
    expect(script).toContain('console.log');
  });

  it('gives esbuild the same string', async () => {
    const bundle = await bundleOf("import script from './fixture/hello.client.ts?inline'; console.log(script);");
    const printed: string[] = [];
    runInNewContext(bundle, { console: { log: (text: string) => printed.push(text) } });
    expect(printed).toEqual([script]);
  });

  it('removes the types and the names', () => {
    expect(script).not.toContain(': string');
    expect(script).not.toContain('greet');
  });
});
