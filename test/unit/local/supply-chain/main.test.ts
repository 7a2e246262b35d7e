import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditRun } from '../../../../local/supply-chain/audit-verdict.ts';
import { main } from '../../../../local/supply-chain/main.ts';

const root = mkdtempSync(join(tmpdir(), 'supply-chain-'));
afterAll(() => rmSync(root, { recursive: true }));
const put = (file: string, content: unknown): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
};

const integrity = `sha512-${'A'.repeat(86)}==`;
const dependencies = { zod: '4.6.7', '@c/cedar': '1.0.0' };
const packages = {
  '': { dependencies },
  'node_modules/zod': { version: '4.6.7', integrity, license: 'MIT' },
  'node_modules/@c/cedar': { version: '1.0.0', integrity, license: 'Apache-2.0' },
};
const inputs = { 'node_modules/zod/index.js': { bytesInOutput: 5 } };
const outputs = { 'dist/functions/executor/index.js': { entryPoint: 'functions/executor/index.ts', inputs } };

beforeEach(() => {
  put('package.json', { name: 'x', version: '0.1.0', license: 'MIT', dependencies });
  put('package-lock.json', { lockfileVersion: 3, packages });
  put('node_modules/zod/package.json', { version: '4.6.7' });
  put('node_modules/zod/LICENSE', 'the license of zod');
  put('node_modules/@c/cedar/package.json', { version: '1.0.0' });
  put('dist/functions.meta.json', { outputs });
  put('dist/functions/executor/index.js', 'code');
  put('dist/layer/nodejs/node_modules/@c/cedar/index.js', 'engine');
});

const run = (argv: readonly string[], audit: AuditRun = { status: 1, stdout: '' }, sourceDateEpoch?: string) => {
  const said = { out: '', err: '', asked: '' };
  const code = main({
    argv,
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    root,
    sourceDateEpoch,
    git: () => ({ status: 1, stdout: Buffer.alloc(0), stderr: 'not asked' }),
    run: (command, args) => {
      said.asked = [command, ...args].join(' ');
      return audit;
    },
  });
  return { code, ...said };
};

describe('npm run supply-chain', () => {
  it('says what was checked', () => {
    expect(run(['check'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^2 packages: exact versions/),
    });
  });

  it('says each finding in one line', () => {
    put('package-lock.json', {
      lockfileVersion: 3,
      packages: { ...packages, 'node_modules/zod': { version: '4.6.7' } },
    });
    const { code, err } = run(['check']);
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      'supply-chain: package-lock.json: node_modules/zod: expected a sha512 integrity, found none',
      'supply-chain: package-lock.json: node_modules/zod: may be bundled, and its license is none',
      '',
    ]);
  });

  it('writes a bill for each function and for the layer, and the notices, beside the build', () => {
    expect(run(['sbom'])).toMatchObject({
      code: 0,
      out: 'executor.cdx.json: 1 packages\npolicy-layer.cdx.json: 1 packages\n',
    });
    const out = join(root, 'dist/sbom');
    expect(readdirSync(out).toSorted()).toEqual([
      'THIRD-PARTY-NOTICES.txt',
      'executor.cdx.json',
      'policy-layer.cdx.json',
    ]);
    expect(readFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), 'utf8')).toContain('zod 4.6.7\n\nthe license of zod');
    expect(readFileSync(join(out, 'policy-layer.cdx.json'), 'utf8')).toContain('pkg:npm/%40c/cedar@1.0.0');
    expect(readdirSync(join(root, 'dist/functions/executor'))).toEqual(['index.js']);
    expect(run(['sbom', '--out', 'elsewhere'], undefined, '0').code).toBe(0);
    expect(readFileSync(join(root, 'elsewhere/executor.cdx.json'), 'utf8')).toContain('1970-01-01T00:00:00.000Z');
  });

  it.each([
    ['a tool', { dev: true }, 'executor: node_modules/zod: is for building and testing only'],
    ['a license that asks for more', { license: 'GPL-3.0-only' }, 'may not be bundled, its license is GPL-3.0-only'],
    ['another version than is locked', { version: '4.6.8' }, 'expected version 4.6.8, found 4.6.7 installed'],
  ])('writes none when %s is in a function', (_what, change, finding) => {
    rmSync(join(root, 'dist/sbom'), { recursive: true, force: true });
    const changed = { ...packages, 'node_modules/zod': { ...packages['node_modules/zod'], ...change } };
    put('package-lock.json', { lockfileVersion: 3, packages: changed });
    expect(run(['sbom'])).toMatchObject({ code: 1, err: expect.stringContaining(finding) });
    expect(readdirSync(join(root, 'dist'))).not.toContain('sbom');
  });

  it('asks npm about what may be bundled, and never takes silence for an answer', () => {
    const clean =
      '{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"vulnerabilities":{"high":0,"critical":0,"total":0}}}';
    expect(run(['audit'], { status: 0, stdout: clean })).toMatchObject({
      code: 0,
      asked: 'npm audit --omit=dev --audit-level=high --json',
    });
    expect(run(['audit'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^supply-chain: npm audit: no answer/),
    });
    const skipped = { code: 0, err: '', out: expect.stringContaining('SKIPPED, nothing is known') };
    expect(run(['audit', '--where-reachable'])).toMatchObject(skipped);
  });

  it('is not silenced by --where-reachable when something was found', () => {
    const found = `{"auditReportVersion":2,"vulnerabilities":{"zod":{"severity":"high","range":"*"}},
      "metadata":{"vulnerabilities":{"high":1,"critical":0,"total":1}}}`;
    expect(run(['audit', '--where-reachable'], { status: 1, stdout: found })).toMatchObject({
      code: 1,
      err: 'supply-chain: zod *: high\n',
    });
  });

  it.each([
    [[], 'expected a command, check, sbom, audit, secrets or reproduce, found none'],
    [['verify'], 'expected a command, check, sbom, audit, secrets or reproduce, found verify'],
    [['check', 'x'], 'check takes no argument, found x'],
    [['check', '--out', 'x'], '--out is of sbom only'],
    [['sbom', '--where-reachable'], '--where-reachable is of audit and secrets only'],
    [['--fast'], "Unknown option '--fast'"],
  ])('answers %j with one line and exit 2', (argv, message) => {
    const { code, out, err } = run(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^supply-chain: .*\n$/);
    expect(err).toContain(message);
  });

  it('says which file is missing or not what it should be', () => {
    put('package-lock.json', { lockfileVersion: 2, packages });
    expect(run(['check'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^supply-chain: package-lock\.json: .*3.*\n$/),
    });
    put('package-lock.json', '{');
    expect(run(['check']).err).toMatch(/^supply-chain: package-lock\.json: expected a JSON file: .*\n$/);
    rmSync(join(root, 'package.json'));
    expect(run(['check']).err).toMatch(/^supply-chain: package\.json: expected a JSON file: ENOENT.*\n$/);
  });

  it('asks for a build, and for seconds that are a number', () => {
    expect(run(['sbom'], undefined, 'today').err).toContain(
      'SOURCE_DATE_EPOCH: expected seconds since 1970, found today',
    );
    rmSync(join(root, 'dist/functions.meta.json'));
    expect(run(['sbom'])).toMatchObject({ code: 2, err: expect.stringContaining('expected a build (npm run build)') });
  });
});
