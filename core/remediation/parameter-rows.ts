import * as z from 'zod';

type Schema = z.core.JSONSchema.BaseSchema;
/** One parameter as a person reads it; `name` has dots where parameters are nested. */
export type ParameterRow = { name: string; type: string; means: string };

/** Nothing where there is no such bound; a boolean one is of an older draft and does not occur. */
const bound = (says: string, value: string | number | boolean | undefined): string[] =>
  value === undefined || typeof value === 'boolean' ? [] : [`${says} ${value}`];

/** The length bounds of a string, the bounds of a number, the size of a list: whatever the schema has. */
const boundsOf = (schema: Schema): string[] => [
  ...bound('at least', schema.minimum),
  ...bound('more than', schema.exclusiveMinimum),
  // An unbounded integer is bounded by what JSON can hold, which says nothing.
  ...bound('at most', schema.maximum === Number.MAX_SAFE_INTEGER ? undefined : schema.maximum),
  ...bound('less than', schema.exclusiveMaximum),
  ...bound('characters: at least', schema.minLength),
  ...bound('characters: at most', schema.maxLength),
  ...bound('items: at least', schema.minItems),
  ...bound('items: at most', schema.maxItems),
  ...bound('matches', schema.pattern === undefined ? undefined : `\`${schema.pattern}\``),
];

const isSchema = (schema: unknown): schema is Schema => typeof schema === 'object' && schema !== null;

const typeOf = (schema: Schema): string => {
  const { enum: values, const: only, anyOf, items } = schema;
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (values !== undefined) return values.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  if (anyOf !== undefined) return anyOf.filter(isSchema).map(typeOf).join(' or ');
  if (schema.type === 'array' && isSchema(items) && !Array.isArray(items)) {
    return [`list of ${typeOf(items)}`, ...boundsOf(schema)].join(', ');
  }
  return [[schema.type ?? 'any'].flat().join(' or '), ...boundsOf(schema)].join(', ');
};

/** The alternatives of a union of objects; the schema itself where it is none. */
const variantsOf = (schema: Schema): Schema[] => {
  const variants = (schema.oneOf ?? schema.anyOf ?? []).filter(isSchema);
  return variants.some(({ properties }) => properties !== undefined) ? variants : [schema];
};

/** Of a union the rows of each alternative, one after the other. */
const rowsOf = (schema: Schema, prefix: string): ParameterRow[] =>
  variantsOf(schema).flatMap((variant) => rowsOfObject(variant, prefix));

const rowsOfObject = (schema: Schema, prefix: string): ParameterRow[] =>
  Object.entries(schema.properties ?? {}).flatMap(([key, property]): ParameterRow[] => {
    if (!isSchema(property)) return [];
    const name = `${prefix}${key}`;
    if (variantsOf(property).some(({ properties }) => properties !== undefined)) return rowsOf(property, `${name}.`);
    const optional = schema.required?.includes(key) === true ? '' : ', optional';
    return [{ name, type: `${typeOf(property)}${optional}`, means: property.description ?? '' }];
  });

/** The parameters of a schema in their order, from its JSON Schema; a check written as code is told by the description alone. */
export const parameterRows = (parameters: z.ZodType): ParameterRow[] =>
  rowsOf(z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' }), '');
