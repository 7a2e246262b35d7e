import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { licenseFindings, mayShip } from '../../../../local/supply-chain/licenses.ts';
import { Lockfile, Manifest } from '../../../../local/supply-chain/lockfile.ts';
import { lockfileFindings } from '../../../../local/supply-chain/lockfile-findings.ts';

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const ours = { manifest: Manifest.parse(read('package.json')), lockfile: Lockfile.parse(read('package-lock.json')) };

const integrity = `sha512-${'A'.repeat(86)}==`;
const manifest = {
  name: 'x',
  version: '1.0.0',
  license: 'MIT',
  dependencies: { zod: '4.6.7' },
  devDependencies: { tool: '1.0.0' },
  allowScripts: { tool: false },
};
const lockfile = {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { zod: '4.6.7' }, devDependencies: { tool: '1.0.0' } },
    'node_modules/zod': { version: '4.6.7', integrity, license: 'MIT' },
    'node_modules/tool': {
      version: '1.0.0',
      integrity,
      license: '(MIT OR Apache-2.0)',
      dev: true,
      hasInstallScript: true,
    },
    'node_modules/tool/node_modules/part': { version: '2.0.0-rc.1', integrity, license: 'MPL-2.0', dev: true },
  },
};

/** The findings when one place of package.json or of package-lock.json is another. */
const findings = (change: { manifest?: object; folder?: string; entry?: object; root?: object }): string[] => {
  const { folder = 'node_modules/zod', entry = {}, root = {} } = change;
  const packages: Record<string, object> = lockfile.packages;
  const changed = { ...packages, '': { ...packages[''], ...root }, [folder]: { ...packages[folder], ...entry } };
  const lock = Lockfile.parse({ ...lockfile, packages: changed });
  return [...lockfileFindings(Manifest.parse({ ...manifest, ...change.manifest }), lock), ...licenseFindings(lock)];
};

describe('what is installed', () => {
  it('is what the project says, byte for byte, from one place, without install scripts, under licenses of the list', () => {
    expect(lockfileFindings(ours.manifest, ours.lockfile)).toEqual([]);
    expect(licenseFindings(ours.lockfile)).toEqual([]);
    expect(Object.keys(ours.lockfile.packages).length).toBeGreaterThan(100);
  });

  it('is in order in the small example that the next tests change', () => expect(findings({})).toEqual([]));

  it.each([
    ['a range', { manifest: { dependencies: { zod: '^4.6.7' } } }, 'expected one exact version, found ^4.6.7'],
    [
      'an address',
      { manifest: { dependencies: { zod: 'github:a/b' } } },
      'expected one exact version, found github:a/b',
    ],
    [
      'another version than locked',
      { entry: { version: '4.6.6' } },
      'expected 4.6.7 in package-lock.json, found 4.6.7 and 4.6.6',
    ],
    [
      'a package that was left out of the lock',
      { manifest: { devDependencies: { tool: '1.0.0', more: '1.0.0' } } },
      'found undefined and undefined',
    ],
    [
      'a package that only the lock asks for',
      { root: { devDependencies: { tool: '1.0.0', more: '1.0.0' } } },
      'more is not in package.json',
    ],
    ['no hash', { entry: { integrity: undefined } }, 'expected a sha512 integrity, found none'],
    [
      'a weak hash',
      { entry: { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' } },
      'expected a sha512 integrity, found sha1-',
    ],
    ['a second hash', { entry: { integrity: `${integrity} sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=` } }, 'expected a sha512'],
    ['git', { entry: { resolved: 'git+ssh://git@example.com/zod.git#0123' } }, 'expected a package of a registry'],
    [
      'plain HTTP',
      { entry: { resolved: 'http://packages.example/zod-4.6.7.tgz' } },
      'expected a package of a registry',
    ],
    ['a file', { entry: { resolved: 'file:../zod.tgz' } }, 'expected a package of a registry'],
    ['a linked folder', { entry: { link: true } }, 'expected a package of a registry, found a folder'],
    [
      'a folder of a workspace',
      { folder: 'packages/zod', entry: lockfile.packages['node_modules/zod'] },
      'found a folder',
    ],
    ['another package in its place', { entry: { name: 'zed' } }, 'is another package, zed'],
    ['an install script', { entry: { hasInstallScript: true } }, 'expected false for zod, which has an install script'],
    ['an install script that may run', { manifest: { allowScripts: { tool: true } } }, 'expected false for tool'],
    ['a denial of nothing', { manifest: { allowScripts: { tool: false, zod: false } } }, 'zod has no install script'],
    ['a license that asks for more', { entry: { license: 'MPL-2.0' } }, 'may be bundled, and its license is MPL-2.0'],
    ['no license', { entry: { license: undefined } }, 'may be bundled, and its license is none'],
    [
      'a tool under a stronger license',
      { folder: 'node_modules/tool', entry: { license: 'AGPL-3.0-or-later' } },
      'builds and tests, and its license is AGPL',
    ],
  ])('is refused with %s', (_what, change, finding) => {
    expect(findings(change)).toEqual([expect.stringContaining(finding)]);
  });

  it('may have two hosts nowhere, and one anywhere', () => {
    const at = (host: string) => ({ resolved: `https://${host}/zod/-/zod-4.6.7.tgz` });
    const both = (other: string) =>
      Lockfile.parse({
        ...lockfile,
        packages: {
          ...lockfile.packages,
          'node_modules/zod': { ...lockfile.packages['node_modules/zod'], ...at('packages.example') },
          'node_modules/tool': { ...lockfile.packages['node_modules/tool'], ...at(other) },
        },
      });
    expect(lockfileFindings(Manifest.parse(manifest), both('packages.example'))).toEqual([]);
    expect(lockfileFindings(Manifest.parse(manifest), both('elsewhere.example'))).toEqual([
      expect.stringContaining('comes from https://elsewhere.example'),
    ]);
  });

  it('may have a package under a name of its own where another one asks for that', () => {
    const packages = {
      ...lockfile.packages,
      'node_modules/tool': {
        ...lockfile.packages['node_modules/tool'],
        dependencies: { 'part-cjs': 'npm:@p/part@^1.0.0' },
      },
      'node_modules/part-cjs': { name: '@p/part', version: '1.0.0', integrity, license: 'MIT', dev: true },
    };
    expect(lockfileFindings(Manifest.parse(manifest), Lockfile.parse({ ...lockfile, packages }))).toEqual([]);
  });
});

describe('a license', () => {
  it.each(['MIT', 'Apache-2.0', 'MIT OR GPL-3.0-only', '(MIT AND ISC)', '0BSD'])('%s may be bundled', (license) =>
    expect(mayShip(license)).toBe(true),
  );
  it.each(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN x', 'UNLICENSED', '', '((MIT))', undefined])(
    '%s may not',
    (license) => expect(mayShip(license)).toBe(false),
  );
});
