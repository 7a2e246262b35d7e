import { describe, expect, it } from 'vitest';
import { type Line, lineIn } from '../../../../core/approval/notice/line.ts';
import { policyLayer } from '../../../support/policy.ts';

const language = policyLayer().languages.en;
if (language === undefined) throw new Error('there is no English');
const headline = 'nothingChanges';
const said = language.notice[headline];

describe('one line of a notice', () => {
  const upper = (text: string, max: number) => `${text.toUpperCase()}(${max})`;
  it.each<[Line, string]>([
    [{ fact: 'x' }, '- X(300)'],
    [{ says: headline }, said],
  ])('%j', (line, text) => expect(lineIn(line, language, upper)).toBe(text));

  it('escapes what is foreign, and nothing of our own', () => {
    const own = { ...language, notice: { ...language.notice, [headline]: '{a} {b} {c} {d}' } };
    const values = { a: { own: 'own' }, b: { own: 5 }, c: { foreign: 'far' }, d: { word: 'high' } } as const;
    expect(lineIn({ says: headline, with: values }, own, upper)).toBe(`own 5 FAR(300) ${language.notice.high}`);
  });
});
