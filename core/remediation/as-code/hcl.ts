import type { FieldValue } from '../action.ts';
import { hclString } from './quote.ts';

/** The body of a block: an object is a block, a list of objects a block for each, a `Map` a map attribute. */
export type HclBody = { readonly [name: string]: HclPart };
export type HclPart =
  | FieldValue
  | ReadonlyMap<string, FieldValue>
  | readonly FieldValue[]
  | HclBody
  | readonly HclBody[];

/** A value as HCL writes it. */
export const hclValue = (value: FieldValue): string => (typeof value === 'string' ? hclString(value) : String(value));

const isMap = (part: HclPart): part is ReadonlyMap<string, FieldValue> => part instanceof Map;
const isList = (part: HclPart): part is readonly FieldValue[] | readonly HclBody[] => Array.isArray(part);
const isBody = (part: HclPart): part is HclBody => typeof part === 'object' && part !== null;

const deeper = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
const block = (head: string, body: HclBody): string[] => [`${head} {`, ...deeper(bodyLines(body)), '}'];
/** A name that is no identifier stands in quotes. */
const name = (text: string): string => (/^[A-Za-z][A-Za-z0-9_-]*$/.test(text) ? text : hclString(text));

const part = (title: string, value: HclPart): string[] => {
  if (isMap(value)) {
    const entries = [...value].map(([key, inner]) => `${name(key)} = ${hclValue(inner)}`);
    return [`${title} = {`, ...deeper(entries), '}'];
  }
  if (isList(value)) return listed(title, value);
  return isBody(value) ? block(title, value) : [`${title} = ${hclValue(value)}`];
};

const listed = (title: string, list: readonly (FieldValue | HclBody)[]): string[] => {
  const values = list.flatMap((one) => (isBody(one) ? [] : [one]));
  return values.length === list.length
    ? [`${title} = [${values.map(hclValue).join(', ')}]`]
    : list.filter(isBody).flatMap((one) => block(title, one));
};

const bodyLines = (body: HclBody): string[] => Object.entries(body).flatMap(([title, value]) => part(title, value));

/** A block of HCL with its labels; attribute names are of this code, whatever else comes in is quoted. */
export const hclBlock = (type: string, labels: readonly string[], body: HclBody): string =>
  block([type, ...labels.map(hclString)].join(' '), body).join('\n');
