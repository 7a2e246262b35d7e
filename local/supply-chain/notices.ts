/** A package that is shipped: `name version`, its licence, and the texts that came with it (LICENSE, NOTICE, ...). */
export type Noticed = { title: string; license: string; texts: readonly string[] };

const line = '-'.repeat(80);
const titled = (titles: readonly string[], text: string): string => `${line}\n${titles.join('\n')}\n\n${text}\n`;

/**
 * The licence texts of everything that is shipped, each text once, above it the packages that it is of. A package without
 * a text of its own is listed with the name of its licence.
 */
export const notices = (packages: readonly Noticed[]): string => {
  const byText = new Map<string, string[]>();
  for (const { title, license, texts } of packages) {
    const kept = texts.map((text) => text.replaceAll('\r\n', '\n').trim()).filter((text) => text !== '');
    for (const text of kept.length > 0 ? kept : [`License: ${license} (the package brings no text)`]) {
      byText.set(text, [...(byText.get(text) ?? []), title]);
    }
  }
  const parts = [...byText].map(([text, titles]) => titled([...new Set(titles)].toSorted(), text));
  return `What others wrote and Sovereign Ops contains, with their licenses.\n\n${parts.toSorted().join('\n')}`;
};
