import { describe, expect, it } from 'vitest';
import { chatText } from '../../../../core/approval/notice/chat-text.ts';
import { hostileTexts } from '../../../support/hostile-texts.ts';

describe('a foreign text in a channel', () => {
  it.each([
    ['checkout-payments-api 512Mi -> 1Gi', 'checkout-payments-api 512Mi -&gt; 1Gi'],
    ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['&lt;!here&gt;', '&amp;lt;!here&amp;gt;'],
    ['<!here> <!channel>', '&lt;!here&gt; &lt;!channel&gt;'],
    ['<@U024BE7LH>', '&lt;\uff20U024BE7LH&gt;'],
    ['@everyone', '\uff20everyone'],
    ['#general', '\uff03general'],
    ['*b* _i_ ~s~ `c`', '\u2217b\u2217 \uff3fi\uff3f \u223cs\u223c \u02cbc\u02cb'],
    [':fire:', '\u2236fire\u2236'],
    ['https://evil.example/a', 'https\u2236//evil\u2024example/a'],
    ['www.evil.example', 'www\u2024evil\u2024example'],
    ['[here](http://x.yz)', '\uff3bhere\uff3d(http\u2236//x\u2024yz)'],
    ['<https://evil.example|here>', '&lt;https\u2236//evil\u2024example\u2223here&gt;'],
    ['\\*', '\uff3c\u2217'],
    ['evil-.example, x!.example', 'evil-\u2024example, x!.example'],
    ['version 1.2.3 took 0.5 s.', 'version 1.2.3 took 0.5 s.'],
    ['line\nbreak\u2028and \u202ebidi', 'line break and bidi'],
    ['記憶體不足', '記憶體不足'],
  ])('%j becomes %j', (text, expected) => expect(chatText(text, 300)).toBe(expected));

  it('is cut between two characters, never inside of what escapes one, and never longer than asked', () => {
    expect(chatText('a&b', 5)).toBe('a');
    expect(chatText('a&b', 6)).toBe('a&amp;');
    expect(chatText('<'.repeat(100), 10)).toBe('&lt;&lt;');
  });

  it('can do nothing, whatever it is', () => {
    expect(hostileTexts.length).toBeGreaterThanOrEqual(200);
    for (const text of hostileTexts) {
      const said = chatText(text, 200);
      expect(said.length).toBeLessThanOrEqual(200);
      expect(said).not.toMatch(/[<>*_~`@#:[\]\\|\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(said.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&');
      expect(said).not.toMatch(/[\p{L}\p{N}-]\.\p{L}/u);
    }
  });
});
