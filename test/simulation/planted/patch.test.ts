import { readFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { type Planted, plantedIn, readPatch } from './patch.ts';
import { readPatches } from './patches.ts';

const text = (...hunk: string[]): string =>
  [
    'Bug: adds wrongly',
    'Found by: (sum|total) is wrong',
    '',
    '--- a/core/sum.ts',
    '+++ b/core/sum.ts',
    ...hunk,
    '',
  ].join('\n');
const hunk = ['@@ -1,3 +1,3 @@', ' const sum = (a, b) =>', '-  a + b;', '+  a - b;', ''];

const read = (patch: string): Planted => {
  const planted = readPatch('sum', patch);
  if (planted.kind === 'wrong') throw new Error(planted.message);
  return planted;
};

describe('a patch', () => {
  it('is read with what it says of itself', () => {
    expect(read(text(...hunk))).toEqual({
      kind: 'planted',
      name: 'sum',
      bug: 'adds wrongly',
      expected: /(sum|total) is wrong/,
      file: 'core/sum.ts',
      before: 'const sum = (a, b) =>\n  a + b;\n\n',
      after: 'const sum = (a, b) =>\n  a - b;\n\n',
    });
  });

  it.each([
    ['without a header', text(...hunk).replace('Bug: ', '')],
    ['without an invariant', text(...hunk).replace(/Found by.*/, 'Found by: ')],
    ['with a pattern that is none', text(...hunk).replace('(sum|', '(sum(|')],
    ['of two files', text(...hunk).replace('+++ b/core/sum.ts', '+++ b/core/other.ts')],
    ['of a file of the tests', text(...hunk).replaceAll('core/', 'test/')],
    ['of a file above the tree', text(...hunk).replaceAll('core/', 'core/../../')],
    ['of two places', text(...hunk.slice(0, -1), ...hunk)],
    ['that changes nothing', text(hunk[0] ?? '', hunk[1] ?? '')],
    ['that is empty', ''],
  ])('%s is refused with one line', (_what, patch) => {
    expect(readPatch('sum', patch)).toEqual({
      kind: 'wrong',
      message: expect.stringMatching(/^patch sum: expected .+$/),
    });
  });
});

describe('a bug in a text', () => {
  const planted = read(text(...hunk));

  it.each([
    ['at the beginning', 'const sum = (a, b) =>\n  a + b;\n\nmore\n', 'const sum = (a, b) =>\n  a - b;\n\nmore\n'],
    ['further down', 'before\nconst sum = (a, b) =>\n  a + b;\n\n', 'before\nconst sum = (a, b) =>\n  a - b;\n\n'],
  ])('stands in place of its lines %s', (_where, before, after) => {
    expect(plantedIn(before, planted)).toEqual({ kind: 'text', text: after });
  });

  it.each([
    ['changed', 'const sum = (a, b) =>\n  b + a;\n\n', 'are not in core/sum.ts as they were'],
    ['indented', '  const sum = (a, b) =>\n  a + b;\n\n', 'are not in core/sum.ts as they were'],
    ['there twice', 'const sum = (a, b) =>\n  a + b;\n\n'.repeat(2), 'are in core/sum.ts more than once'],
  ])('is refused where its lines are %s', (_how, before, why) => {
    expect(plantedIn(before, planted)).toEqual({
      kind: 'wrong',
      message: `patch sum does not apply: its lines ${why}`,
    });
  });
});

describe('the planted bugs', () => {
  const all = readPatches('.').map((one) => {
    if (one.kind === 'wrong') throw new Error(one.message);
    return one;
  });

  it('are more than the issue asks for', () => {
    expect(all.length).toBeGreaterThanOrEqual(25);
  });

  it.each(all.map((planted) => [planted.name, planted] as const))(
    'apply to the code as it is: %s',
    async (_name, planted) => {
      const made = plantedIn(readFileSync(planted.file, 'utf8'), planted);
      expect(made).toMatchObject({ kind: 'text' });
      await transform(made.kind === 'text' ? made.text : '', { loader: 'ts' });
    },
  );
});
