import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** How wide the document is. Not against innerWidth: a phone's viewport grows with what is too wide. */
export const width = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth');

/**
 * What axe finds in these parts of a page by every rule, or by these: structure is the same in each color scheme. Legacy
 * mode spares a second page per analysis; what it cannot look into are frames of other origins, and no page here has one.
 */
export const violations = async (
  page: Page,
  { parts = ['html'], rules = [] }: { parts?: readonly string[]; rules?: readonly string[] } = {},
): Promise<string[]> => {
  const axe = parts.reduce((builder, part) => builder.include(part), new AxeBuilder({ page }).setLegacyMode());
  const { violations: found } = await (rules.length === 0 ? axe : axe.withRules([...rules])).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};
