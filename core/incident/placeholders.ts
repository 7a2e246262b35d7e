/** Values by placeholder name without the `$`: `name`, `namespace`, `cluster`, `dimension.PodName`, `container` ... */
export type Values = Readonly<Record<string, string>>;

export type Filled<T> = { kind: 'filled'; value: T } | { kind: 'unfilled'; placeholder: string; reason: string };

/** A `$` before a letter; `$.field` of a JSON log filter is none. */
const pattern = /\$(dimension\.[A-Za-z0-9_]+|[A-Za-z][A-Za-z0-9_]*)/g;
/**
 * What may stand inside a longer text (a log group, a filter): names only. A quote, a space or a bracket could change
 * the meaning of the text around it.
 */
const safeInText = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,511}$/;

/** Every string in a JSON-like value, keys left out. */
const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return Object.values(value ?? {}).flatMap(strings);
};

/** Placeholders in `value` that will never have a value there: a typo of whoever wrote the runbook. Each with its `$`. */
export const unknownPlaceholders = (value: unknown, allowed: readonly string[]): string[] =>
  strings(value).flatMap((text) =>
    [...text.matchAll(pattern)]
      .map(([, name = '']) => name)
      .filter((name) => !allowed.includes(name) && !name.startsWith('dimension.'))
      .map((name) => `$${name}`),
  );

const valueOf = (values: Values, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

/**
 * `template` with its placeholders replaced in one pass: what is inserted is never looked at again. A placeholder that
 * is the whole text takes the value as it is; inside a longer text only a plain name is accepted.
 */
export const fillText = (template: string, values: Values): Filled<string> => {
  let problem: { placeholder: string; reason: string } | undefined;
  const value = template.replace(pattern, (placeholder, name: string) => {
    const found = valueOf(values, name);
    if (found === undefined) problem ??= { placeholder, reason: `${placeholder} has no value here` };
    else if (placeholder !== template && !safeInText.test(found)) {
      problem ??= { placeholder, reason: `the value of ${placeholder} is not a plain name` };
    }
    return found ?? '';
  });
  return problem === undefined ? { kind: 'filled', value } : { kind: 'unfilled', ...problem };
};

/** `fillText` for every string in a JSON-like value; keys, numbers and the structure stay as they are. */
export const fillAll = (template: unknown, values: Values): Filled<unknown> => {
  if (typeof template === 'string') return fillText(template, values);
  if (typeof template !== 'object' || template === null) return { kind: 'filled', value: template };
  const filled: [string, unknown][] = [];
  for (const [key, part] of Object.entries(template)) {
    const result = fillAll(part, values);
    if (result.kind === 'unfilled') return result;
    filled.push([key, result.value]);
  }
  const value = Array.isArray(template) ? filled.map(([, part]) => part) : Object.fromEntries(filled);
  return { kind: 'filled', value };
};

/** `fillText` for a record of strings, such as metric dimensions. */
export const fillRecord = (
  template: Readonly<Record<string, string>>,
  values: Values,
): Filled<Record<string, string>> => {
  const filled: Record<string, string> = {};
  for (const [key, text] of Object.entries(template)) {
    const result = fillText(text, values);
    if (result.kind === 'unfilled') return result;
    filled[key] = result.value;
  }
  return { kind: 'filled', value: filled };
};
