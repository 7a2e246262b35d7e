import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { incidentsShell } from '../../../core/approval/page/incidents/shell.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';

const { languages } = loadPolicyLayer('layers/policy');
const { html, policy } = incidentsShell(languages);
const hashed = (tag: string): string => {
  const [, text = ''] = new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(html) ?? [];
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
};

describe('the shell of the list of incidents', () => {
  it('may run its script and its style, talk to its own host, and nothing else', () => {
    expect(policy).toBe(
      `default-src 'none'; script-src ${hashed('script')}; style-src ${hashed('style')}; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`,
    );
  });

  it('fits in one small request and asks for no asset', () => {
    expect(Buffer.byteLength(html, 'utf8')).toBeLessThan(60_000);
    expect(html).not.toMatch(/<(?:link|img|iframe|script src)|https?:\/\/|url\(/);
  });

  it('holds its words in every language, the fallback first, whatever they are made of', () => {
    const [en] = Object.values(languages);
    if (en === undefined) throw new Error('no language');
    const nasty = { ...en, list: { ...en.list, title: '"><script>alert(1)</script>' } };
    const shown = incidentsShell({ 'zh-TW': nasty, en }).html;
    const [, content = ''] = /<meta name="words" content="([^"]*)">/.exec(shown) ?? [];
    const words: unknown = JSON.parse(
      content.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>'),
    );
    expect(Object.keys(words as object)).toEqual(['en', 'zh-TW']);
    expect(words).toMatchObject({ 'zh-TW': { title: nasty.list.title } });
    expect(shown).not.toContain('<script>alert');
  });
});
