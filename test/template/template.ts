import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { makerOf } from '../support/maker.ts';
import { eventPattern, type Pattern } from '../../local/engine/pattern.ts';
import { readTemplate } from '../../local/template/read.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const templateText = readFileSync(`${root}template.yaml`, 'utf8');

const Properties = z.record(z.string(), z.unknown());
const Transformed = z.object({
  Metadata: z.object({
    TemplateSha256: z.string(),
    'AWS::CloudFormation::Interface': z
      .strictObject({
        ParameterGroups: z.array(
          z.strictObject({ Label: z.strictObject({ default: z.string() }), Parameters: z.array(z.string()) }),
        ),
      })
      // The template of a spoke has few parameters and no groups.
      .default({ ParameterGroups: [] }),
  }),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.unknown().optional() })),
  Rules: z
    .record(
      z.string(),
      z.object({
        RuleCondition: z.unknown(),
        Assertions: z.array(z.object({ Assert: z.unknown(), AssertDescription: z.string() })),
      }),
    )
    .default({}),
  Conditions: z.record(z.string(), z.unknown()),
  Outputs: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: Properties.default({}),
      Condition: z.string().optional(),
      DeletionPolicy: z.string().optional(),
      DependsOn: z.unknown().optional(),
    }),
  ),
});

/** The template as CloudFormation gets it: the committed answer of the SAM transform. */
export type Template = z.infer<typeof Transformed>;
export const readTransformed = (document: unknown): Template => Transformed.parse(document);
export const transformedText = readFileSync(new URL('./transformed.json', import.meta.url), 'utf8');
export const transformed = readTransformed(JSON.parse(transformedText));
export const templateSha256 = createHash('sha256').update(templateText).digest('hex');

/** What the embedded engine reads from template.yaml itself: rules, filters, schedules, environment. */
export const model = readTemplate(templateText);

export type Resource = (typeof transformed)['Resources'][string] & { id: string };

export const resource = (id: string, template = transformed): Resource => {
  const found = template.Resources[id];
  if (found === undefined) throw new Error(`the template has no resource ${id}`);
  return { ...found, id };
};

export const ofType = (type: string, template = transformed): Resource[] =>
  Object.keys(template.Resources)
    .map((id) => resource(id, template))
    .filter(({ Type }) => Type === type);

/** The logical id that a `Ref` or an `Fn::GetAtt` names; undefined for anything else. */
export const refersTo = (value: unknown): string | undefined => {
  const parsed = z
    .union([z.strictObject({ Ref: z.string() }), z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })])
    .safeParse(value);
  if (!parsed.success) return undefined;
  return 'Ref' in parsed.data ? parsed.data.Ref : parsed.data['Fn::GetAtt'][0];
};

/** Every value in a tree, objects and lists included. */
export const everyValue = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(everyValue)] : [value];

/** The folder in functions/ that a logical id stands for, by name. */
export const functionNames = model.functions.map(({ name }) => name);
export const pascal = (name: string): string =>
  name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

const rules: { name: string; bus: string; matches: Pattern }[] = model.functions.flatMap((one) =>
  one.rules.map(({ bus, pattern }) => ({ name: one.name, bus, matches: eventPattern(pattern) })),
);

/** The functions that a step event starts, by the patterns of the template. */
export const startedBy = (from: string, to: string, more: object = {}, by = makerOf(from, to)): string[] => {
  const event = {
    source: 'sovereign-ops',
    'detail-type': 'Transition',
    detail: { incidentId: 'inc-1', from, to, by },
    ...more,
  };
  return [...new Set(rules.filter(({ bus, matches }) => bus === 'StepBus' && matches(event)).map(({ name }) => name))];
};
