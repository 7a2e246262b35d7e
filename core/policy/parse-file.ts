import { parseDocument } from 'yaml';
import type * as z from 'zod';

export type Parsed<T> = { kind: 'parsed'; value: T } | { kind: 'invalid'; message: string };

/** `evidence.metrics[0].stat`, as a person would write it. */
const fieldName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    return name === '' ? String(part) : `${name}.${String(part)}`;
  }, '');

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    root,
  );

const shown = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};

const expectedBy = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    case 'invalid_format':
      return issue.pattern === undefined ? issue.format : `text like ${issue.pattern}`;
    default:
      return issue.message;
  }
};

/** A misspelt field shows twice, as one that is not known and one that is missing: said together, it is one typo. */
const unknownField = (
  issue: z.core.$ZodIssueUnrecognizedKeys,
  all: readonly z.core.$ZodIssue[],
  root: unknown,
): string => {
  const field = fieldName([...issue.path, issue.keys[0] ?? '']);
  const missing = all
    .filter(({ path }) => path.length === issue.path.length + 1 && valueAt(root, path) === undefined)
    .map(({ path }) => fieldName(path));
  return `${field}: expected no such field${missing.length > 0 ? ` (missing: ${missing.join(', ')})` : ''}, found ${shown(valueAt(root, [...issue.path, issue.keys[0] ?? '']))}`;
};

/** The first thing wrong with a value, as `field: expected …, found …`. */
export const issueLine = (error: z.ZodError, root: unknown): string => {
  const unknown = error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown !== undefined) return unknownField(unknown, error.issues, root);
  const [issue] = error.issues;
  if (issue === undefined) return 'expected another value';
  return `${fieldName(issue.path) || 'the file'}: expected ${expectedBy(issue)}, found ${shown(valueAt(root, issue.path))}`;
};

/**
 * A YAML file as its schema gives it, or one line that names the file, the field, what was expected and what was found.
 * Twice the same key is an error. No aliases: a few lines of them can expand to gigabytes.
 */
export const parseYaml = <T>(schema: z.ZodType<T>, file: string, text: string): Parsed<T> => {
  const document = parseDocument(text, { uniqueKeys: true, strict: true, prettyErrors: true });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const line = problem.linePos?.[0].line;
    return {
      kind: 'invalid',
      message: `${file}${line === undefined ? '' : `:${line}`}: not YAML: ${problem.message.split(/:?\n/)[0]}`,
    };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { kind: 'invalid', message: `${file}: expected no YAML aliases (&, *), found some` };
  }
  const parsed = schema.safeParse(value);
  return parsed.success
    ? { kind: 'parsed', value: parsed.data }
    : { kind: 'invalid', message: `${file}: ${issueLine(parsed.error, value)}` };
};
