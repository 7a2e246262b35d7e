import { cleanText } from '../incident/text.ts';

/** Longer than any text that is kept; a page that must be read at night needs no more. */
const longest = 600;

/** A JSON value with every string in it, names included, as one visible line without anything that deceives the eye. */
export const plainValue = (value: unknown): unknown => {
  if (typeof value === 'string') return cleanText(value, longest);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [cleanText(name, longest), plainValue(inner)]),
  );
};
