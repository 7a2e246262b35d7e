import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { conditionWords } from '../../local/reference/condition-words.ts';
import { deployParameters } from '../../local/costs/samconfig.ts';
import { proves } from './proof.ts';
import { root, transformed } from './template.ts';

const reference = readFileSync(`${root}docs/parameters.md`, 'utf8');
const samconfig = readFileSync(`${root}samconfig.toml`, 'utf8');

const Described = z.looseObject({ Description: z.string().default('') });
const Values = z.looseObject({ AllowedValues: z.array(z.coerce.string()).optional() });

/** That the page holds today's text is the test of all generated pages; here it is that there is a text at all. */
proves(
  {
    promise: 'every parameter and every output says what it is, and docs/parameters.md has it',
    broken: ({ Parameters, Outputs }) =>
      Object.entries({ ...Parameters, ...Outputs }).flatMap(([name, one]) => [
        ...(Described.parse(one).Description.length >= 10 ? [] : [`${name} says nothing`]),
        ...(reference.includes(`| \`${name}\` |`) ? [] : [`${name} is not in docs/parameters.md`]),
      ]),
  },
  {
    fault: 'an output without a description',
    patch: [{ op: 'remove', path: '/Outputs/TableName/Description' }],
    said: 'TableName says nothing',
  },
  {
    fault: 'a parameter that nobody wrote down',
    patch: [{ op: 'add', path: '/Parameters/Turbo', value: { Type: 'String', Description: 'Makes it go faster.' } }],
    said: 'Turbo is not in docs/parameters.md',
  },
);

describe.each(['default', 'demo'])('samconfig.toml, environment %s', (environment) => {
  it.each(Object.entries(deployParameters(samconfig, environment)))(
    'gives %s a value that it may have: %s',
    (name, value) => {
      const parameter = Values.optional().parse(transformed.Parameters[name]);
      expect(parameter, `${name} is no parameter`).toBeDefined();
      expect(parameter?.AllowedValues ?? [value]).toContain(value);
    },
  );
});

describe('a condition in words', () => {
  const set = (name: string) => ({ 'Fn::Not': [{ 'Fn::Equals': [{ Ref: name }, ''] }] });
  const conditions = {
    HasModel: set('ModelId'),
    IsPrivate: { 'Fn::Equals': [{ Ref: 'Api' }, 'PRIVATE'] },
    Both: { 'Fn::And': [{ Condition: 'HasModel' }, { Condition: 'IsPrivate' }] },
    Either: { 'Fn::Or': [{ Condition: 'Both' }, { 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'List' }] }, ''] }] },
    Neither: { 'Fn::Not': [{ 'Fn::Or': [{ Condition: 'HasModel' }, { Condition: 'IsPrivate' }] }] },
  };

  it.each([
    ['HasModel', '`ModelId` is set'],
    ['IsPrivate', '`Api` is `PRIVATE`'],
    ['Both', '`ModelId` is set and `Api` is `PRIVATE`'],
    ['Either', '(`ModelId` is set and `Api` is `PRIVATE`) or `List` is empty'],
    ['Neither', '`ModelId` is empty and `Api` is not `PRIVATE`'],
  ])('%s is: %s', (name, words) => expect(conditionWords(name, conditions)).toBe(words));
});
