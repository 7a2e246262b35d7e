import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { Manifest } from '../../../local/supply-chain/lockfile.ts';

const Group = z.strictObject({
  patterns: z.array(z.string()).optional(),
  'dependency-type': z.enum(['production', 'development']).optional(),
  'exclude-patterns': z.array(z.string()).default([]),
});
const Update = z.looseObject({
  'package-ecosystem': z.string(),
  directory: z.literal('/'),
  schedule: z.looseObject({ interval: z.literal('weekly') }),
  cooldown: z.object({ 'default-days': z.number(), 'semver-major-days': z.number().optional() }),
  'versioning-strategy': z.string().optional(),
  groups: z.record(z.string(), Group),
  ignore: z.array(z.looseObject({ 'dependency-name': z.string() })).default([]),
});
const { updates } = z
  .object({ version: z.literal(2), updates: z.array(Update) })
  .parse(parse(readFileSync('.github/dependabot.yml', 'utf8')));
const manifest = Manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')));

describe('.github/dependabot.yml', () => {
  const npm = updates.find((one) => one['package-ecosystem'] === 'npm');

  it('keeps up packages and actions', () =>
    expect(updates.map((one) => one['package-ecosystem'])).toEqual(['npm', 'github-actions']));

  it('waits a week, and longer for a major version', () => {
    for (const { cooldown } of updates) expect(cooldown['default-days']).toBeGreaterThanOrEqual(7);
    expect(npm?.cooldown['semver-major-days']).toBeGreaterThan(7);
  });

  it('writes exact versions, each package in the one group that it is tested with', () => {
    expect(npm?.['versioning-strategy']).toBe('increase');
    const groups = Object.entries(npm?.groups ?? {});
    const groupsOf = (name: string, type: string): string[] =>
      groups
        .filter(([, group]) => group['dependency-type'] === undefined || group['dependency-type'] === type)
        .filter(([, group]) => group.patterns?.some((pattern) => matchesGlob(name, pattern)) ?? true)
        .filter(([, group]) => !group['exclude-patterns'].some((pattern) => matchesGlob(name, pattern)))
        .map(([group]) => group);
    const all = [
      ...Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }).map((name) => [
        name,
        'production',
      ]),
      ...Object.keys(manifest.devDependencies).map((name) => [name, 'development']),
    ];
    for (const [name = '', type = ''] of all)
      expect([name, groupsOf(name, type)]).toEqual([name, [expect.any(String)]]);
  });

  it('holds back nothing that is not there', () => {
    const names = Object.keys({
      ...manifest.dependencies,
      ...manifest.devDependencies,
      ...manifest.optionalDependencies,
    });
    for (const one of npm?.ignore ?? []) expect(names).toContain(one['dependency-name']);
  });
});
