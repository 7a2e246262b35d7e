import * as z from 'zod';
import { fieldOf } from './field.ts';

/** Renders one event; throws when a path finds nothing where only a value can stand. */
export type InputTemplate = (event: unknown) => unknown;

const path = /^<(\$(?:\.[A-Za-z0-9_-]+|\[\d+\])+)>/;

type Part = { kind: 'text'; text: string } | { kind: 'path'; path: string; quoted: boolean };

/** Cuts a template into text and paths; a path between quotes is part of a JSON string. */
const cut = (template: string): Part[] => {
  const parts: Part[] = [];
  let text = '';
  let quoted = false;
  let at = 0;
  while (at < template.length) {
    const found = path.exec(template.slice(at));
    if (found?.[1] !== undefined) {
      parts.push({ kind: 'text', text }, { kind: 'path', path: found[1], quoted });
      text = '';
      at += found[0].length;
      continue;
    }
    const character = template.charAt(at);
    if (character === '<' && !quoted)
      throw new Error(`only paths like <$.a.b> are known, found: ${template.slice(at, at + 40)}`);
    // A backslash takes the next character with it, so that an escaped quote ends no string.
    const length = character === '\\' ? 2 : 1;
    if (character === '"') quoted = !quoted;
    text += template.slice(at, at + length);
    at += length;
  }
  return [...parts, { kind: 'text', text }];
};

const Scalar = z.union([z.string(), z.number(), z.boolean()]);

const find = (event: unknown, wanted: string): unknown => {
  let value = event;
  for (const [, name, index] of wanted.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)) {
    if (index !== undefined) value = Array.isArray(value) ? value[Number(index)] : undefined;
    else value = fieldOf(value, name ?? '');
  }
  return value;
};

const render = (part: Part, event: unknown): string => {
  if (part.kind === 'text') return part.text;
  const value = find(event, part.path);
  if (!part.quoted) {
    if (value === undefined) throw new Error(`<${part.path}> finds nothing and stands without quotes`);
    return JSON.stringify(value);
  }
  if (value === undefined || value === null) return '';
  const scalar = Scalar.safeParse(value);
  if (!scalar.success) throw new Error(`<${part.path}> finds no scalar and stands between quotes`);
  return JSON.stringify(String(scalar.data)).slice(1, -1);
};

/**
 * Reads a Pipe's `InputTemplate`: JSON with `<$.path>` in it (docs: "Amazon EventBridge Pipes input transformation").
 * Between quotes a scalar becomes text and a missing value the empty text; without quotes any value is put as JSON. What
 * Pipes does with a missing value without quotes is not documented, so here it is an error. Throws when the result could
 * never be JSON.
 */
export const inputTemplate = (template: string): InputTemplate => {
  const parts = cut(template);
  const sample = parts.map((p) => (p.kind === 'text' ? p.text : p.quoted ? '' : 'null')).join('');
  try {
    JSON.parse(sample);
  } catch (cause) {
    throw new Error(`an InputTemplate must render JSON: ${template.trim()}`, { cause });
  }
  return (event) => JSON.parse(parts.map((part) => render(part, event)).join(''));
};
