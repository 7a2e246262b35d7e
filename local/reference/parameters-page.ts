import * as z from 'zod';
import { markdownTable } from '../../core/incident/markdown-table.ts';
import { templateYaml } from '../template/yaml.ts';
import { conditionWords } from './condition-words.ts';

const Text = z.union([z.string(), z.number()]);
const Parameter = z.looseObject({
  Type: z.string(),
  Default: Text.optional(),
  Description: z.string(),
  AllowedValues: z.array(Text).optional(),
  MinValue: z.number().optional(),
  MaxValue: z.number().optional(),
});
const Interface = z.object({
  ParameterGroups: z.array(z.object({ Label: z.object({ default: z.string() }), Parameters: z.array(z.string()) })),
});
const Template = z.object({
  Metadata: z.object({ 'AWS::CloudFormation::Interface': Interface }),
  Parameters: z.record(z.string(), Parameter),
  Conditions: z.record(z.string(), z.unknown()),
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Condition: z.string().optional(),
      Properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  Outputs: z.record(
    z.string(),
    z.looseObject({ Description: z.string(), Condition: z.string().optional(), Value: z.unknown() }),
  ),
});
type Template = z.infer<typeof Template>;
type Parameter = z.infer<typeof Parameter>;

const code = (value: string | number): string => `\`${value}\``;

const defaultOf = ({ Default }: Parameter): string =>
  Default === undefined ? '**required**' : Default === '' ? 'empty' : code(Default);

const rangeOf = ({ Type, AllowedValues, MinValue, MaxValue }: Parameter): string => {
  if (AllowedValues !== undefined) return AllowedValues.map(code).join(' ');
  const bounds = [
    ...(MinValue === undefined ? [] : [`at least ${MinValue}`]),
    ...(MaxValue === undefined ? [] : [`at most ${MaxValue}`]),
  ];
  return [Type === 'CommaDelimitedList' ? 'list' : Type === 'Number' ? 'number' : 'text', ...bounds].join(', ');
};

const Endpoint = z.object({ VpcEndpointType: z.string(), ServiceName: z.unknown() });

/** `kms` of `com.amazonaws.${AWS::Region}.kms`. */
const serviceOf = (name: unknown): string => /\}\.([a-z0-9.-]+)"?/.exec(JSON.stringify(name))?.[1] ?? '?';

const endpointRows = ({ Resources, Conditions }: Template): string[][] =>
  Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::EC2::VPCEndpoint')
    .map(({ Condition, Properties }) => {
      const { VpcEndpointType, ServiceName } = Endpoint.parse(Properties);
      return [
        code(serviceOf(ServiceName)),
        VpcEndpointType.toLowerCase(),
        Condition === undefined ? 'always' : conditionWords(Condition, Conditions),
      ];
    });

/** What the transform makes of a SAM resource besides itself. */
const expands: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'a function, its version and alias, permissions, rules, event source mappings',
  'AWS::Serverless::Api': 'a REST API, its deployment and stage',
  'AWS::Serverless::LayerVersion': 'a layer version',
};

const typeRows = ({ Resources }: Template): string[][] => {
  const types = Object.values(Resources).map(({ Type }) => Type);
  return [...new Set(types)]
    .toSorted()
    .map((type) => [code(type), String(types.filter((one) => one === type).length), expands[type] ?? '']);
};

const parameterTables = ({ Metadata, Parameters }: Template): string =>
  Metadata['AWS::CloudFormation::Interface'].ParameterGroups.map(({ Label, Parameters: names }) => {
    const rows = names.flatMap((name) => {
      const one = Parameters[name];
      return one === undefined ? [] : [[code(name), defaultOf(one), rangeOf(one), one.Description]];
    });
    return `### ${Label.default}\n\n${markdownTable(['parameter', 'default', 'values', 'what'], rows)}`;
  }).join('\n\n');

/** docs/parameters.md: everything that a deployment may say and everything that it answers. Throws without a description. */
export const parametersPage = (templateText: string): string => {
  const template = Template.parse(templateYaml(templateText));
  const { Outputs, Conditions } = template;
  return `# Parameters, outputs, endpoints and resources

Made from \`template.yaml\` by \`npm run docs\`; a test compares. How they are used, in order: [deploy](deploy.md).

## Parameters

In the groups that the console shows, and in the order in which \`sam deploy --guided\` asks.

${parameterTables(template)}

## Outputs

${markdownTable(
  ['output', 'what', 'there when'],
  Object.entries(Outputs).map(([name, one]) => [
    code(name),
    one.Description,
    one.Condition === undefined ? 'always' : conditionWords(one.Condition, Conditions),
  ]),
)}

## Endpoints

An interface endpoint costs by the hour in each zone, whether it is used or not ([costs](costs.md)); a gateway endpoint costs
nothing.

${markdownTable(['service', 'kind', 'created when'], endpointRows(template))}

## What a deployment makes

Whoever deploys, or the role that CloudFormation is given for it, must be allowed to create, change, read and delete these.

${markdownTable(['type', 'at most', 'stands for'], typeRows(template))}
`;
};
