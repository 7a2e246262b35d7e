const strange = (what: string): never => {
  throw new Error(`an item of a stream record holds ${what}, which none of ours does`);
};

/** The parts of an object literal as JSON makes it; anything else has none. */
const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/** One DynamoDB value of the types our items are made of; sets and binary are none of them and are refused. */
const plain = (attribute: unknown): unknown => {
  const [[type, value] = ['no type', undefined], ...others] = entriesOf(attribute);
  if (others.length > 0) return strange('a value of several types');
  if (type === 'S' && typeof value === 'string') return value;
  if (type === 'N' && typeof value === 'string' && Number.isFinite(Number(value)) && value !== '') return Number(value);
  if (type === 'BOOL' && typeof value === 'boolean') return value;
  if (type === 'NULL' && value === true) return null;
  if (type === 'L' && Array.isArray(value)) return value.map(plain);
  if (type === 'M') return plainMap(value);
  return strange(`a value of ${type}`);
};

const plainMap = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return strange('no map of attributes');
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
};

/**
 * An item of a stream record, in DynamoDB's JSON, as plain JSON. Throws for a type that no item of ours has. By hand and
 * not by a schema: each item that is written passes here, and a recursive union tries its branches at every leaf.
 */
export const fromImage = (image: unknown): Record<string, unknown> => plainMap(image);
