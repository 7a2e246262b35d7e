import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, wellFormed } from '../../../core/incident/text.ts';
import { anyCharacter } from '../../support/any-character.ts';

const code = (...points: number[]): string => String.fromCodePoint(...points);
const esc = code(0x1b);

describe('clean text', () => {
  it.each([
    ['keeps ordinary text', 'Größe über 512 MiB 🚢', 'Größe über 512 MiB 🚢'],
    ['removes colors', `${esc}[1;31mred${esc}[0m`, 'red'],
    ['removes the one-byte CSI', `a${code(0x9b)}31mb`, 'ab'],
    ['removes a terminal title', `${esc}]0;owned${code(7)}text`, 'text'],
    ['removes a terminal link', `${esc}]8;;http://x${esc}\\here${esc}]8;;${esc}\\`, 'here'],
    ['removes bidi overrides', `user${code(0x202e)}txt.exe${code(0x2066)}`, 'usertxt.exe'],
    ['removes zero width characters', `pay${code(0x200b, 0x2060, 0xfeff)}ments`, 'payments'],
    ['removes tag characters that only a model reads', `ok${code(0xe0069, 0xe0067)}`, 'ok'],
    ['removes half a surrogate pair', 'a\ud83db', 'ab'],
    ['makes one line of several', 'one\r\ntwo\u2028three\tfour', 'one two three four'],
    ['removes control characters', `a${code(0)}b${code(8)}c${code(0x7f)}`, 'abc'],
    ['removes what is invisible after a space', `a ${code(0x202e)}${code(7)}`, 'a'],
    ['reads no more than it must', `${code(0x200b).repeat(65_536)}x`, ''],
    ['reads that much', `${code(0x200b).repeat(65_535)}x`, 'x'],
    ['trims and joins spaces', '  a   b  ', 'a b'],
  ])('%s', (_name, text, expected) => expect(cleanText(text, 100)).toBe(expected));

  it('cuts to the bound and shows that it did', () => {
    expect(cleanText('abcdef', 4)).toBe('abc…');
    expect(cleanText('abcd', 4)).toBe('abcd');
    expect(cleanText('ab🚢🚢', 4)).toBe('ab…');
    expect(cleanText('abc def', 5)).toBe('abc…');
  });

  it('can be made one that a store takes, and stays what it is where it is one', () => {
    expect(wellFormed('a\ud83db\udea2')).toBe('a\ufffdb\ufffd');
    expect(wellFormed('a🚢b')).toBe('a🚢b');
  });

  it('holds its promise for every text', () => {
    const nasty = fc.string({ unit: anyCharacter, maxLength: 200 });
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 50 }), (text, max) => {
        const clean = cleanText(text, max);
        expect(clean.length).toBeLessThanOrEqual(max);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\n]/u);
        expect(cleanText(clean, max)).toBe(clean);
      }),
    );
  });
});
