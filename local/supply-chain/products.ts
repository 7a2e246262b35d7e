import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { contentHash } from '../../core/policy/content-hash.ts';
import { bundlesOf, Metafile } from './bundle.ts';
import { mayShip } from './licenses.ts';
import { type Locked, type Lockfile, lockedPackages, type Manifest } from './lockfile.ts';
import type { Product } from './sbom.ts';

/** What `npm run build` wrote last, or the one line that says what is missing. */
export type Built = { kind: 'built'; products: Product[]; findings: string[] } | { kind: 'wrong'; message: string };

const installedVersion = (root: string, folder: string): unknown =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).version;

/** Why this package must not be in something that is deployed. */
const shipping = (root: string, product: string, folder: string, locked: Locked | undefined): string[] => {
  const place = `${product}: ${folder}`;
  if (locked === undefined) return [`${place}: is not in package-lock.json`];
  const installed = installedVersion(root, folder);
  return [
    ...(locked.dev || locked.devOptional ? [`${place}: is for building and testing only`] : []),
    ...(mayShip(locked.license) ? [] : [`${place}: may not be bundled, its license is ${locked.license ?? 'none'}`]),
    ...(installed === locked.version
      ? []
      : [`${place}: expected version ${locked.version}, found ${String(installed)} installed`]),
  ];
};

const layerOf = (root: string, folder: string): { sha256: string; packages: string[] } => {
  const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(root, folder), join(entry.parentPath, entry.name)));
  const packages = files.flatMap((file) => /^nodejs\/(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  return {
    sha256: contentHash(files.map((file) => [file, readFileSync(join(root, folder, file))])),
    packages: [...new Set(packages)].toSorted(),
  };
};

/** Every package that must not be where it is: a tool, one under another licence, one that is not what was locked. */
export const shippingFindings = (
  root: string,
  made: readonly { name: string; packages: readonly string[] }[],
  lockfile: Lockfile,
): string[] => {
  const locked = new Map(lockedPackages(lockfile));
  return made.flatMap(({ name, packages }) =>
    packages.flatMap((folder) => shipping(root, name, folder, locked.get(folder))),
  );
};

/** The functions and the layer below dist/, each with what is in it, and every package that should not be. */
export const builtProducts = (root: string, manifest: Manifest, lockfile: Lockfile): Built => {
  const metafile = 'dist/functions.meta.json';
  if (!existsSync(join(root, metafile))) {
    return { kind: 'wrong', message: `${metafile}: there is no such file; expected a build (npm run build)` };
  }
  const bundles = bundlesOf(Metafile.parse(JSON.parse(readFileSync(join(root, metafile), 'utf8'))));
  const made = [
    ...bundles.map(({ name, file, packages }) => {
      const sha256 = createHash('sha256')
        .update(readFileSync(join(root, file)))
        .digest('hex');
      return { name, sha256, packages };
    }),
    { name: 'policy-layer', ...layerOf(root, 'dist/layer') },
  ];
  const locked = new Map(lockedPackages(lockfile));
  return {
    kind: 'built',
    findings: shippingFindings(root, made, lockfile),
    products: made.map(({ name, sha256, packages }) => ({
      name,
      version: manifest.version,
      license: manifest.license,
      sha256,
      packages: packages.flatMap((folder) => {
        const one = locked.get(folder);
        return one === undefined ? [] : [[folder, one] as const];
      }),
    })),
  };
};
