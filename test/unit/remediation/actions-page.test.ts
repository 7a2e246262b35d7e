import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { actionsPage } from '../../../core/remediation/actions-page.ts';
import { catalogue } from '../../../core/remediation/catalogue.ts';
import { parameterRows } from '../../../core/remediation/parameter-rows.ts';

const actions = [...catalogue.values()].map((action) => [action.id, action] as const);
const page = actionsPage();

describe('docs/actions.md', () => {
  it('says what the actions are: run `npm run docs`', () => expect(readFileSync('docs/actions.md', 'utf8')).toBe(page));

  it.each(actions)(
    '%s: shows title, undo, every parameter with its meaning, and the fields its example touches',
    (id, action) => {
      const section = page.split('\n## ').find((part) => part.startsWith(`\`${id}\``)) ?? '';
      expect(section).toContain(action.title);
      expect(section).toContain(`Undo: \`${action.undo}\``);
      const rows = parameterRows(action.parameters);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ means }) => means === '')).toEqual([]);
      for (const { name } of rows) expect(section).toContain(`| \`${name}\` |`);
      const planned = action.plan(action.example.parameters, action.example.state);
      if (planned.kind === 'impossible') throw new Error(planned.reason);
      for (const { path } of planned.touched) expect(section).toContain(`| \`${path}\` |`);
    },
  );

  it.each(actions)('%s: accepts no parameter but those listed, as the page says', (_id, { parameters, example }) => {
    expect(parameters.safeParse(example.parameters).success).toBe(true);
    expect(parameters.safeParse({ ...z.looseObject({}).parse(example.parameters), other: 1 }).success).toBe(false);
  });

  it.each(actions)('%s: only a Kubernetes call needs no IAM statement', (_id, { provider, permissions, example }) => {
    expect(
      permissions(example.parameters, { partition: 'aws', region: 'eu-central-1', account: '123456789012' }).length ===
        0,
    ).toBe(provider === 'kubernetes');
  });
});

describe('a parameter row', () => {
  it.each([
    ['a number', z.number().gt(1).max(4), 'number, more than 1, at most 4'],
    ['an integer without bounds of its own', z.int().min(1), 'integer, at least 1'],
    ['a text', z.string().min(1).max(20), 'string, characters: at least 1, characters: at most 20'],
    ['a pattern', z.string().regex(/^a|b$/), 'string, matches `^a|b$`'],
    ['a choice', z.enum(['up', 'down']), '`"up"` or `"down"`'],
    ['one value', z.literal(true), '`true`'],
    ['alternatives', z.union([z.string(), z.null()]), 'string or null'],
    ['a list', z.array(z.string().max(9)).max(3), 'list of string, characters: at most 9, items: at most 3'],
    ['what may be left out', z.boolean().optional(), 'boolean, optional'],
  ])('says of %s what is accepted', (_what, schema, type) => {
    expect(parameterRows(z.strictObject({ it: schema }))).toEqual([{ name: 'it', type, means: '' }]);
  });

  it('names a nested one by its path, with its own meaning', () => {
    const nested = z.strictObject({ outer: z.strictObject({ inner: z.boolean().describe('On or off.') }) });
    expect(parameterRows(nested)).toEqual([{ name: 'outer.inner', type: 'boolean', means: 'On or off.' }]);
  });

  it('lists the parameters of every alternative, at the top and below', () => {
    const either = z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('a'),
        size: z.union([z.strictObject({ to: z.int().min(1).max(9) }), z.strictObject({ by: z.boolean() })]),
      }),
      z.strictObject({ kind: z.literal('b') }),
    ]);
    expect(parameterRows(either).map(({ name, type }) => `${name}: ${type}`)).toEqual([
      'kind: `"a"`',
      'size.to: integer, at least 1, at most 9',
      'size.by: boolean',
      'kind: `"b"`',
    ]);
  });
});
