import { describe, expect, it } from 'vitest';
import { markdownCode, markdownText } from '../../../core/report/markdown-text.ts';

describe('a recorded text in Markdown', () => {
  it.each([
    ['Memory of container app at 99 % of its limit of 512Mi', 'Memory of container app at 99 % of its limit of 512Mi'],
    ['memory_saturated in payments-api', 'memory_saturated in payments-api'],
    ['_x_ __y__ *z*', '\\_x\\_ \\_\\_y\\_\\_ \\*z\\*'],
    ['[a](b) ![c](d)', '\\[a\\](b) !\\[c\\](d)'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['a | b', 'a &#124; b'],
    ['\\<b> \\', '\\\\&lt;b&gt; \\\\'],
    ['- item', '\\- item'],
    ['12. item', '12\\. item'],
    ['12) item', '12\\) item'],
    ['12 items', '12 items'],
    ['===', '\\==='],
    ['~~~ $x$', '\\~\\~\\~ \\$x\\$'],
    ['see https://evil.example/x?a=b.c now', 'see `https[:]//evil[.]example/x?a=b[.]c` now'],
    ['(www.evil.example)', '`(www[.]evil[.]example)`'],
    ['a(www.evil.example)', '`a(www[.]evil[.]example)`'],
    ['a_www.evil.example', '`a_www[.]evil[.]example`'],
    ['@channel and a@b.example', '`@channel` and `a@b.example`'],
    ['<@U1|x>', '&lt;`@U1`&#124;`x`&gt;'],
    ['fixes #12', 'fixes `#12`'],
    ['GH-3', '`GH-3`'],
    [':skull:', '`:skull:`'],
    ['at 03:00:12', 'at `03:00:12`'],
  ])('%j becomes %j', (text, expected) => {
    expect(markdownText(text)).toBe(expected);
  });

  it.each([
    ['a_b', '`a_b`'],
    ['a`b``c', '`a`&#96;`b`&#96;&#96;`c`'],
    ['a|b<c>&d', '`a`&#124;`b`&lt;`c`&gt;&amp;`d`'],
    ['`', '&#96;'],
    ['a b', '`a b`'],
  ])('as code, %j becomes %j', (text, expected) => {
    expect(markdownCode(text)).toBe(expected);
  });
});
