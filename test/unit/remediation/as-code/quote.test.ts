import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hclString, shellWord, yamlString } from '../../../../core/remediation/as-code/quote.ts';
import { anyCharacter } from '../../../support/any-character.ts';

/** Texts of the signs that mean something in one of the three languages, among anything else. */
const signs = fc.constantFrom(
  '"',
  "'",
  '\\',
  '$',
  '%',
  '{',
  '}',
  '`',
  '\n',
  '\r',
  '\t',
  '\0',
  '#',
  ':',
  '-',
  ' ',
  '!',
  '\u202e',
);
const hostile = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({ unit: fc.oneof(signs, fc.constantFrom('a', 'é', '😀')) }),
);

const wellFormed = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\ufffd');

describe('quoting', () => {
  it.each([
    ['a plain text', 'app', '"app"'],
    ['quotes and backslashes', 'a"b\\c', '"a\\"b\\\\c"'],
    ['the end of a line', 'a\nb', '"a\\nb"'],
    ['what is no ASCII, or would reorder the line', 'é\u202e😀', '"\\u00e9\\u202e\\U0001f600"'],
    ['half of a surrogate pair', '\ud83d', '"\\ufffd"'],
    ['an interpolation', 'a${file("x")}', '"a$${file(\\"x\\")}"'],
    ['a directive', '%{ for x in y }', '"%%{ for x in y }"'],
    ['signs in a row before a brace', '$${a}', '"\\u0024\\u0024{a}"'],
    ['signs before anything else', '$a %b $$', '"$a %b $$"'],
  ])('writes %s as one HCL string without a template', (_what, text, expected) => {
    expect(hclString(text)).toBe(expected);
  });

  it('gives a reader of YAML the very text, on one line of visible ASCII', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const written = yamlString(text);
        expect(written).toMatch(/^[\x20-\x7e]*$/);
        expect(parse(`a: ${written}`)).toEqual({ a: wellFormed(text) });
      }),
    );
  });

  it('leaves no template and no end of the quotes in an HCL string', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const inside = hclString(text).slice(1, -1);
        expect(inside).toMatch(/^(?:[^"\\]|\\["\\nrt]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*$/);
        expect(inside.replaceAll('$${', '').replaceAll('%%{', '')).not.toMatch(/[$%]\{/);
      }),
    );
  });

  it('gives a shell one word with the very text', () => {
    const words = fc.sample(hostile, { numRuns: 200, seed: 7 }).map((text) => wellFormed(text).replaceAll('\0', ''));
    const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
    const said = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(said).toEqual(words);
    expect(shellWord('deployment/payments-api')).toBe('deployment/payments-api');
  });
});
