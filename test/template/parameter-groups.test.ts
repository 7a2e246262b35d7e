import * as z from 'zod';
import { expect, it } from 'vitest';
import { templateYaml } from '../../local/template/yaml.ts';
import { proves } from './proof.ts';
import { type Template, templateText, transformed } from './template.ts';

const grouped = ({ Metadata }: Template): string[] =>
  Metadata['AWS::CloudFormation::Interface'].ParameterGroups.flatMap(({ Parameters }) => Parameters);

proves(
  {
    promise: 'every parameter is in one group of those that the console shows',
    broken: (template) => {
      const names = grouped(template);
      const given = Object.keys(template.Parameters);
      return [
        ...given.filter((name) => !names.includes(name)).map((name) => `${name} is in no group`),
        ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name} is in two groups`),
        ...names.filter((name) => !given.includes(name)).map((name) => `${name} is no parameter`),
      ];
    },
  },
  {
    fault: 'a parameter that nobody put into a group',
    patch: [{ op: 'add', path: '/Parameters/Turbo', value: { Type: 'String' } }],
    said: 'Turbo is in no group',
  },
  {
    fault: 'a parameter in two groups',
    patch: [
      {
        op: 'add',
        path: '/Metadata/AWS::CloudFormation::Interface/ParameterGroups/1/Parameters/-',
        value: 'S3PrefixListId',
      },
    ],
    said: 'S3PrefixListId is in two groups',
  },
  {
    fault: 'a group with a parameter that is gone',
    patch: [{ op: 'remove', path: '/Parameters/Zones' }],
    said: 'Zones is no parameter',
  },
);

it('asks in the order of the groups: sam deploy --guided takes that of the template', () => {
  const { Parameters } = z.looseObject({ Parameters: z.looseObject({}) }).parse(templateYaml(templateText));
  expect(Object.keys(Parameters)).toEqual(grouped(transformed));
});

const Asked = z.looseObject({ NoEcho: z.unknown().optional() });

/** The hidden question of `sam deploy --guided` has no default and is asked until something is typed. */
proves(
  {
    promise: 'whoever has only the defaults can answer sam deploy --guided, once the first questions are answered',
    broken: (template) =>
      Object.entries(template.Parameters).flatMap(([name, one]) => [
        ...(Asked.parse(one).NoEcho === undefined ? [] : [`${name} is hidden, so it takes no default`]),
        ...(one.Default === undefined && !grouped(template).slice(0, 2).includes(name)
          ? [`${name} needs an answer and is not asked first`]
          : []),
      ]),
  },
  {
    fault: 'a parameter that is not shown',
    patch: [{ op: 'add', path: '/Parameters/SpokeExternalId/NoEcho', value: true }],
    said: 'SpokeExternalId is hidden',
  },
  {
    fault: 'an answer that is needed and asked late',
    patch: [{ op: 'remove', path: '/Parameters/Zones/Default' }],
    said: 'Zones needs an answer',
  },
);
