const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Lone halves of a surrogate pair have no code point that a file could hold. */
const replacement = 0xfffd;

const escaped = (character: string): string => {
  const known = short[character];
  if (known !== undefined) return known;
  const point = character.codePointAt(0) ?? replacement;
  if (point >= 0x20 && point < 0x7f) return character;
  const whole = point >= 0xd800 && point <= 0xdfff ? replacement : point;
  return whole > 0xffff ? `\\U${whole.toString(16).padStart(8, '0')}` : `\\u${whole.toString(16).padStart(4, '0')}`;
};

/**
 * A text in double quotes, in visible ASCII: nothing in it ends the quotes or the line, and nothing reorders what a
 * person reads. The escapes are those that YAML 1.2 (5.7) and HCL 2 (native syntax, template literals) have in common.
 */
const quoted = (text: string): string => `"${Array.from(text, escaped).join('')}"`;

/** A text as a YAML double-quoted scalar. */
export const yamlString = quoted;

/** `${` and `%{` would begin a template. One sign is doubled as HCL has it; in a row only their numbers are beyond doubt. */
const literal = (signs: string): string =>
  signs.length === 1
    ? `${signs}${signs}`
    : Array.from(signs, (one) => `\\u00${one.charCodeAt(0).toString(16)}`).join('');

/** A text as an HCL string without any template in it. */
export const hclString = (text: string): string =>
  quoted(text).replaceAll(/(\$+|%+)\{/g, (_whole, signs: string) => `${literal(signs)}{`);

/** A text as one word of a POSIX shell: in single quotes, in which nothing is special but the quote itself. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_./-]+$/.test(text) ? text : `'${text.replaceAll('\0', '').replaceAll("'", String.raw`'\''`)}'`;
