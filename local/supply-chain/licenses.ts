import { type Lockfile, lockedPackages, packageName } from './lockfile.ts';

/** SPDX identifiers of licences that ask for no more than that their text is kept with the code. */
const shipped: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

/**
 * Also for what only builds and tests: nothing of it is handed on. MPL asks for the sources of files that are changed, CC-BY
 * for the name of who made a table of data.
 */
const tools: ReadonlySet<string> = new Set([...shipped, 'CC-BY-4.0', 'MPL-2.0']);

/** Copyleft that reaches further, by package: IAM policies are evaluated by it in tests, and no code of ours links to it. */
const exceptions: Readonly<Record<string, string>> = {
  '@cloud-copilot/iam-policy': 'AGPL-3.0-or-later',
  '@cloud-copilot/iam-simulate': 'AGPL-3.0-or-later',
  '@cloud-copilot/iam-utils': 'AGPL-3.0-or-later',
};

/** Whether an SPDX expression without inner parentheses is met: one side of every OR, both sides of every AND. */
const permits = (allowed: ReadonlySet<string>, expression: string): boolean =>
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((side) => side.split(' AND ').every((id) => allowed.has(id)));

/** Whether code under this licence may be in a function or in the layer. */
export const mayShip = (license: string | undefined): boolean => license !== undefined && permits(shipped, license);

/** Packages whose licence is not on the list, one line each; the list for tools is longer than for what may be bundled. */
export const licenseFindings = (lockfile: Lockfile): string[] =>
  lockedPackages(lockfile).flatMap(([folder, locked]) => {
    const { license = 'none', dev, devOptional } = locked;
    const isTool = dev || devOptional;
    const allowed = isTool
      ? permits(tools, license) || exceptions[packageName(folder, locked)] === license
      : mayShip(license);
    const use = isTool ? 'builds and tests' : 'may be bundled';
    return allowed ? [] : [`package-lock.json: ${folder}: ${use}, and its license is ${license}`];
  });
