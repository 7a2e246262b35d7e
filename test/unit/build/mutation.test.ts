import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { collector } from '../../mutation/collector.ts';

const settings: unknown = await import(new URL('../../mutation/stryker.config.mjs', import.meta.url).href);
const { mutate } = z.object({ default: z.object({ mutate: z.array(z.string()) }) }).parse(settings).default;

const run = (...flags: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['test/mutation/run.mjs', ...flags], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

describe('npm run mutation', () => {
  it.each([
    [['--mutate', 'core/approval/proof.ts,core/x'], 'mutation: --mutate: no file or folder "core/x"\n'],
    [['--all'], expect.stringMatching(/^mutation: Unknown option '--all'.*\n$/)],
  ])('refuses %j with one line', (flags, stderr) => {
    expect(run(...flags)).toEqual({ status: 2, stdout: '', stderr });
  });

  it('says how it is used', () => {
    expect(run('--help')).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('--mutate <file|folder>'),
    });
  });

  it('leaves out of a folder what its settings leave out: a list of patterns has commas, and no pattern has one', () => {
    const left = mutate.filter((pattern) => pattern.startsWith('!'));
    expect(left.length).toBeGreaterThan(5);
    expect(left.filter((pattern) => pattern.includes(','))).toEqual([]);
  });

  it('collects tests with their names, rows by their numbers', () => {
    const { tests, api } = collector();
    const { describe: group, it: test } = api;
    const ran: unknown[] = [];
    group('outer', () => {
      test.each([[1, 2], 'one'])('row of %s', (...row) => ran.push(row));
      group.each(['a'])('group %s', (name) => test('inner', () => ran.push(name)));
    });
    test('after', () => ran.push('after'));
    expect(tests.map(({ name }) => name)).toEqual([
      'outer > row of %s [1]',
      'outer > row of %s [2]',
      'outer > group %s [1] > inner',
      'after',
    ]);
    for (const { body } of tests) body();
    expect(ran).toEqual([[1, 2], ['one'], 'a', 'after']);
  });
});
