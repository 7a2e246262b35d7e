import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPolicyLayer } from '../../../core/runtime/policy-layer.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'build-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the build script from another folder, as `make` may. */
const build = (...flags: string[]) =>
  new Promise<{ code: unknown; stderr: string }>((done) => {
    const script = resolve(import.meta.dirname, '../../../build.mjs');
    execFile(process.execPath, [script, ...flags], { cwd: folder }, (error, _stdout, stderr) =>
      done({ code: error?.code ?? 0, stderr }),
    );
  });

describe('the build', () => {
  let layer: Awaited<ReturnType<typeof build>>;
  beforeAll(async () => {
    layer = await build('--layer', 'layer');
  });

  it('makes a layer that has the policy and the one Cedar engine that functions load', () => {
    expect(layer).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(join(folder, 'layer')).toSorted()).toEqual(['nodejs', 'policy']);
    const load = createRequire(join(folder, 'layer/nodejs/index.js'));
    expect(load.resolve('@cedar-policy/cedar-wasm/nodejs')).toContain(join('layer', 'nodejs', 'node_modules'));
  });

  it('puts the content hash of that layer into the function', async () => {
    expect(await build('alarm-handler', '--out', 'function')).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(join(folder, 'function'))).toEqual(['index.js']);
    const { version } = loadPolicyLayer('layers/policy');
    expect(readFileSync(join(folder, 'function/index.js'), 'utf8')).toContain(`"${version}"`);
    expect(openPolicyLayer(join(folder, 'layer/policy'), version).version).toBe(version);
  });

  it.each([
    [['nothing-of-ours'], /^build: no function "nothing-of-ours"; expected one of: alarm-handler, .*\n$/],
    [['--out', 'x'], /^build: --out takes exactly one function\n$/],
    [['--fast'], /^build: Unknown option '--fast'.*\n$/],
  ])('refuses %j with one line', async (flags, line) => {
    const { code, stderr } = await build(...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(line);
  });
});
