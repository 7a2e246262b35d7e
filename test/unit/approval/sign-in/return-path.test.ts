import { describe, expect, it } from 'vitest';
import { baseOf, returnPath } from '../../../../core/approval/sign-in/return-path.ts';

const id = 'c0ffee00'.repeat(4);

describe('the base of our paths', () => {
  it.each([
    ['/signed-in', ''],
    ['/live/signed-in', '/live'],
    ['/ops/live/signed-in/', '/ops/live'],
    [`/live/a/${id}`, '/live'],
    ['/incidents', ''],
    ['//evil.example/signed-in', ''],
    ['/live//signed-in', ''],
    ['/elsewhere', ''],
    ['/live/signed-in/more', ''],
    ['/live/incidents.html', ''],
  ])('of %s is "%s"', (path, base) => {
    expect(baseOf(path)).toBe(base);
  });
});

describe('the way back after a sign-in', () => {
  it.each(['/x/incidents', 'x/incidents', `//evil.example/a/${id}`])(
    'leads nowhere but to our own root: %s',
    (from) => {
      expect(returnPath('', from)).toBe('/incidents');
    },
  );

  it.each([
    ['', `/a/${id}`],
    ['', `/a/${id}#YWxpY2U.${'A'.repeat(43)}`],
    ['', '/incidents'],
    ['/live', `/live/a/${id}#YWxpY2U.${'A'.repeat(43)}`],
    ['/live', '/live/incidents'],
  ])('below "%s" leads to %s', (base, from) => {
    expect(returnPath(base, from)).toBe(from);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '//evil.example/incidents',
    `https://evil.example/live/a/${id}`,
    `\\\\evil.example/a/${id}`,
    `/a/${id}`,
    `/other/a/${id}`,
    '/live/a/short',
    `/live/a/${id}/../../x`,
    `/live/a/${id}?next=//evil.example`,
    `/live/a/${id}#<script>`,
    `/live/a/${id}#${'a'.repeat(401)}`,
    '/live/signed-in',
    '/live',
    '',
  ])('never leads to %s', (from) => {
    expect(returnPath('/live', from)).toBe('/live/incidents');
  });
});
