import { describe, expect, it } from 'vitest';
import { preferredLanguage } from '../../../../core/approval/sign-in/texts.ts';

describe('the language of a page that knows nobody', () => {
  const there = ['en', 'zh-TW'];
  it.each([
    [['zh-TW', 'en'], 'zh-TW'],
    [['zh-tw'], 'zh-TW'],
    [['zh-HK', 'en-US'], 'zh-TW'],
    [['en-GB', 'zh-TW'], 'en'],
    [['de', 'zh'], 'zh-TW'],
    [['de-AT', 'fr'], 'en'],
    [[], 'en'],
  ])('for %s is %s', (preferred, tag) => {
    expect(preferredLanguage(there, preferred)).toBe(tag);
  });

  it('is the very one before another of the same language, and none that only begins like it', () => {
    expect(preferredLanguage(['zh-CN', 'zh-TW'], ['zh-tw'])).toBe('zh-TW');
    expect(preferredLanguage(['zh-TW', 'en'], ['es'])).toBe('zh-TW');
  });

  it('is none where there is none', () => {
    expect(preferredLanguage([], ['en'])).toBeUndefined();
  });
});
