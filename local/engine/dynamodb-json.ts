/** One value as DynamoDB and its stream write it. */
export type Attribute =
  | { S: string }
  | { N: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { L: Attribute[] }
  | { M: Record<string, Attribute> };

/** An object literal, or one that JSON made. */
const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Sets a property of its own, whatever its name: a plain assignment to `__proto__` would set none. */
const put = <T>(object: Record<string, T>, name: string, value: T): void => {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true, configurable: true });
  else object[name] = value;
};

/** A JSON value as a DynamoDB attribute; `undefined` inside is left out. Throws for what DynamoDB would refuse. */
export const toAttribute = (value: unknown): Attribute => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value === null) return { NULL: true };
  if (typeof value === 'number') {
    if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return { N: String(value) };
    throw new Error(`DynamoDB cannot hold the number ${value} without loss`);
  }
  if (Array.isArray(value)) return { L: value.filter((one) => one !== undefined).map(toAttribute) };
  if (isPlain(value)) return { M: toAttributes(value) };
  throw new Error(`DynamoDB cannot hold a ${Object.prototype.toString.call(value)}`);
};

/** A plain object as an item or a map attribute. */
export const toAttributes = (fields: Record<string, unknown>): Record<string, Attribute> => {
  const attributes: Record<string, Attribute> = {};
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) put(attributes, name, toAttribute(value));
  return attributes;
};

/** The way back: always new objects. */
export const fromAttribute = (attribute: Attribute): unknown => {
  if ('S' in attribute) return attribute.S;
  if ('N' in attribute) return Number(attribute.N);
  if ('BOOL' in attribute) return attribute.BOOL;
  if ('NULL' in attribute) return null;
  if ('L' in attribute) return attribute.L.map(fromAttribute);
  return fromAttributes(attribute.M);
};

/** An item as the domain sees it. */
export const fromAttributes = (attributes: Record<string, Attribute>): Record<string, unknown> => {
  const fields: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(attributes)) put(fields, name, fromAttribute(attribute));
  return fields;
};

/** Size in bytes as DynamoDB counts it, near enough for its 400 KB limit: names and values in UTF-8. */
export const sizeOf = (attribute: Attribute): number => {
  if ('S' in attribute) return Buffer.byteLength(attribute.S);
  if ('N' in attribute) return Math.ceil(attribute.N.length / 2) + 1;
  if ('L' in attribute) return attribute.L.reduce((sum, one) => sum + 1 + sizeOf(one), 3);
  if ('M' in attribute) {
    return Object.entries(attribute.M).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + sizeOf(one), 3);
  }
  return 1;
};
