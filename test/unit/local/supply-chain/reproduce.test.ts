import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../../local/supply-chain/main.ts';

const root = mkdtempSync(join(tmpdir(), 'twice-'));
afterAll(() => rmSync(root, { recursive: true }));
const put = (base: string, file: string, content: string): void => {
  mkdirSync(dirname(join(base, file)), { recursive: true });
  writeFileSync(join(base, file), content);
};

type Built = {
  cwd: string;
  step: string;
  environment: Readonly<Record<string, string>>;
  modified: number;
  mode: number;
};

/** The command with a build that `write` stands in for, and what each of its programs saw. */
const reproduce = (write: (cwd: string, nth: number) => void, failing?: string) => {
  const said = { out: '', err: '' };
  const built: Built[] = [];
  const code = main({
    argv: ['reproduce'],
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    root,
    sourceDateEpoch: undefined,
    git: () => ({ status: 1, stdout: Buffer.alloc(0), stderr: '' }),
    run: (command, args, cwd, environment = {}) => {
      if (command === 'git') return { status: 0, stdout: 'build.mjs\0core/x.ts\0gone.ts\0' };
      const step = args.slice(4).join(' ');
      const { mtimeMs, mode } = statSync(join(cwd, 'core/x.ts'));
      built.push({ cwd, step: `${args[1]}: ${step}`, environment, modified: mtimeMs, mode: mode & 0o777 });
      if (step === failing) return { status: 1, stdout: '', stderr: 'error: no such thing\n  at x\n' };
      if (step === 'build.mjs') write(cwd, built.length);
      return { status: 0, stdout: '' };
    },
  });
  return { code, ...said, built };
};

const same = (cwd: string): void => {
  put(cwd, 'dist/functions/executor/index.js', 'code');
  put(cwd, 'dist/layer/policy/layer.json', '{}');
  put(cwd, 'dist/sbom/executor.cdx.json', '{}');
  put(cwd, 'dist/local/start.js', cwd);
};

beforeEach(() => {
  put(root, 'build.mjs', '');
  put(root, 'core/x.ts', 'export {}');
  put(root, 'node_modules/zod/index.js', '');
  put(root, 'untracked.ts', '');
});

describe('npm run supply-chain -- reproduce', () => {
  it('builds what git tracks twice, under circumstances that differ in everything, and says what each function is', () => {
    const { code, out, err, built } = reproduce((cwd) => {
      same(cwd);
      expect(readdirSync(cwd).toSorted()).toEqual(['build.mjs', 'core', 'dist', 'node_modules']);
      expect(readFileSync(join(cwd, 'node_modules/zod/index.js'), 'utf8')).toBe('');
    });
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n')).toEqual([
      '5694d08a2e53ffcae0c3103e5ad6f6076abd960eb1f8a56577040bc1028f702b  executor',
      'two builds, 3 files of functions, layer and bills of materials: the same bytes',
      '',
    ]);
    expect(built.map(({ step }) => step)).toEqual([
      'umask 022 && exec "$@": build.mjs',
      'umask 022 && exec "$@": dist/local/supply-chain.js sbom',
      'umask 077 && exec "$@": build.mjs',
      'umask 077 && exec "$@": dist/local/supply-chain.js sbom',
    ]);
    const [first, , second] = built;
    for (const key of ['cwd', 'modified', 'mode'] as const) expect(first?.[key]).not.toBe(second?.[key]);
    for (const key of ['TZ', 'LC_ALL', 'LANG']) expect(first?.environment[key]).not.toBe(second?.environment[key]);
    expect(built.some(({ cwd }) => existsSync(cwd))).toBe(false);
    expect(readdirSync(root)).toContain('node_modules');
  });

  it.each<[what: string, write: (cwd: string, nth: number) => void, message: string]>([
    [
      'a byte',
      (cwd, nth) => put(cwd, 'dist/functions/executor/index.js', `code of ${nth === 1 ? 'Monday' : 'Tuesday'}`),
      'dist/functions/executor/index.js: byte 8: the first build has "Monday", the second "Tuesday"',
    ],
    [
      'an end',
      (cwd, nth) => put(cwd, 'dist/layer/policy/layer.json', nth === 1 ? '{}' : '{}\n'),
      'dist/layer/policy/layer.json: byte 2: the first build has its end, the second "\\n"',
    ],
    [
      'a file that only one has',
      (cwd, nth) => (nth === 1 ? undefined : put(cwd, 'dist/sbom/auditor.cdx.json', '{}')),
      'dist/sbom/auditor.cdx.json: the first build did not write it',
    ],
  ])('names the first difference: %s', (_what, write, message) => {
    const { code, out, err } = reproduce((cwd, nth) => {
      same(cwd);
      write(cwd, nth);
    });
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: `supply-chain: two builds of the same sources differ: ${message}\n`,
    });
  });

  it('is no comparison when both builds left a folder empty', () => {
    const { code, out, err } = reproduce((cwd) => put(cwd, 'dist/functions/executor/index.js', 'code'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe('supply-chain: nothing was compared: the builds wrote no file to dist/layer, dist/sbom\n');
  });

  it('is no comparison when a build fails, and leaves nothing behind', () => {
    const { code, err, built } = reproduce(same, 'dist/local/supply-chain.js sbom');
    expect(code).toBe(2);
    expect(err).toMatch(/^supply-chain: dist\/local\/supply-chain\.js sbom failed in .*: error: no such thing\n$/);
    expect(built.some(({ cwd }) => existsSync(cwd))).toBe(false);
  });
});
