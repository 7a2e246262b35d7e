import * as z from 'zod';
import { isCreated, resolve, type Scope } from './resolve.ts';
import { templateYaml } from './yaml.ts';

const Fields = z.record(z.string(), z.unknown());
const Parameter = z.looseObject({ Type: z.string().default('String'), Default: z.unknown().optional() });
const Template = z.object({
  Parameters: z.record(z.string(), Parameter).default({}),
  Conditions: Fields.default({}),
  Mappings: Fields.default({}),
  Globals: z.looseObject({ Function: Fields.default({}) }).default({ Function: {} }),
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Condition: z.string().optional(), Properties: Fields.default({}) }),
  ),
});

export type Resource = { logicalId: string; type: string; properties: Record<string, unknown> };
export type Resources = {
  /** The created resources of a type, in the order of the template, properties not yet resolved. */
  ofType(type: string): Resource[];
  globals: Record<string, unknown>;
  /** Intrinsic functions worked out. */
  resolve(node: unknown): unknown;
};

/** Reads a template; `parameters` override the defaults that it gives. */
export const readResources = (
  text: string,
  parameters: Readonly<Record<string, string>>,
  stackName: string,
): Resources => {
  const template = Template.parse(templateYaml(text));
  const unknown = Object.keys(parameters).filter((name) => !Object.hasOwn(template.Parameters, name));
  if (unknown.length > 0) throw new Error(`the template has no parameter ${unknown.join(', ')}`);
  const values = Object.entries(template.Parameters).map(([name, { Type, Default }]) => {
    const value = parameters[name] ?? Default;
    return [name, Type === 'CommaDelimitedList' && typeof value === 'string' ? value.split(',') : value];
  });
  const scope: Scope = {
    parameters: Object.fromEntries(values),
    conditions: template.Conditions,
    mappings: template.Mappings,
    types: Object.fromEntries(Object.entries(template.Resources).map(([id, { Type }]) => [id, Type])),
    stackName,
  };
  const created = Object.entries(template.Resources).filter(([, { Condition }]) => isCreated(Condition, scope));
  return {
    ofType: (type) =>
      created
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => ({ logicalId, type, properties: resource.Properties })),
    globals: template.Globals.Function,
    resolve: (node) => resolve(node, scope),
  };
};
