import type { FieldValue } from '../action.ts';
import { yamlString } from './quote.ts';

export type Tree = FieldValue | readonly Tree[] | { readonly [key: string]: Tree };

const isList = (tree: Tree): tree is readonly Tree[] => Array.isArray(tree);

/** Words that are no text for a reader of YAML 1.1: as a key they would be a boolean. */
const notText = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);
const key = (name: string): string =>
  /^[A-Za-z][A-Za-z0-9_-]*$/.test(name) && !notText.has(name.toLowerCase()) ? name : yamlString(name);

const deeper = (lines: readonly string[], by: string): string[] => lines.map((line) => `${by}${line}`);

const lines = (tree: Tree, nothing: string): string[] => {
  if (tree === null) return [nothing];
  if (typeof tree === 'string') return [yamlString(tree)];
  if (typeof tree !== 'object') return [String(tree)];
  if (isList(tree)) {
    if (tree.length === 0) return ['[]'];
    return tree.flatMap((one) => {
      const [first = '', ...rest] = lines(one, nothing);
      return [`- ${first}`, ...deeper(rest, '  ')];
    });
  }
  const entries = Object.entries(tree);
  if (entries.length === 0) return ['{}'];
  return entries.flatMap(([name, value]) => {
    const inner = lines(value, nothing);
    const nested = typeof value === 'object' && value !== null && inner[0] !== '[]' && inner[0] !== '{}';
    return nested ? [`${key(name)}:`, ...deeper(inner, '  ')] : [`${key(name)}: ${inner[0] ?? nothing}`];
  });
};

/** Block YAML with every text in quotes, so that no reader takes it for anything else; `nothing` stands for null. */
export const yamlText = (tree: Tree, nothing = 'null'): string => lines(tree, nothing).join('\n');
