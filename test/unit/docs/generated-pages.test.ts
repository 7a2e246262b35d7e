import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { transitions } from '../../../core/incident/lifecycle.ts';
import { pages } from '../../../local/pages.ts';

describe('generated pages', () => {
  it.each(pages.map((page) => [page.path, page] as const))('%s is current: run `npm run docs`', (path, page) => {
    expect(readFileSync(path, 'utf8')).toBe(page.render());
  });

  it('draw every move', () => {
    const page = pages.find(({ path }) => path === 'docs/lifecycle.md')?.render() ?? '';
    for (const { from, to, by } of transitions) expect(page).toContain(`\n  ${from ?? '[*]'} --> ${to}: ${by}\n`);
  });
});
