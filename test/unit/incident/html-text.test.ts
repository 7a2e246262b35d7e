import { describe, expect, it } from 'vitest';
import { htmlText } from '../../../core/incident/html-text.ts';

describe('a text in HTML', () => {
  it('is characters, never markup', () =>
    expect(htmlText(`<a href="x" title='y'>1 & 2</a>`)).toBe(
      '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;1 &amp; 2&lt;/a&gt;',
    ));
});
