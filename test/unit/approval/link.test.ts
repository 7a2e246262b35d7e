import { describe, expect, it } from 'vitest';
import { LinkToken, linkUrl } from '../../../core/approval/link.ts';

const mac = 'A'.repeat(43);

describe('a link', () => {
  it.each([
    ['https://approve.example', 'https://approve.example/a/0f#t.m'],
    ['https://approve.example/', 'https://approve.example/a/0f#t.m'],
    ['https://vpce.example/stage/', 'https://vpce.example/stage/a/0f#t.m'],
  ])('of %s has its token in the fragment', (base, url) => expect(linkUrl(base, '0f', 't.m')).toBe(url));

  it.each([
    ['a token', `YWxpY2U.${mac}`, true],
    ['the longest', `${'a'.repeat(300)}.${mac}`, true],
    ['one with something before it', `/YWxpY2U.${mac}`, false],
    ['one with something after it', `YWxpY2U.${mac}A`, false],
    ['one of nobody', `.${mac}`, false],
    ['too long a name', `${'a'.repeat(301)}.${mac}`, false],
  ])('is judged by its form: %s', (_what, token, good) => expect(LinkToken.safeParse(token).success).toBe(good));
});
