const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '`': '&#96;',
};

/** What would end a code span, a cell or a text, or begin markup, wherever it stands. */
const breaking = /[&<>|`]/g;
const asEntity = (text: string): string => text.replaceAll(breaking, (found) => entities[found] ?? '');

/**
 * What a renderer or a mail client makes a link of: a scheme, a host with `www.`, within a word too: GitHub's Markdown takes
 * one after `*`, `_`, `~` or `(`. Written as people write hostile links.
 */
const linking = /:\/\/|www\./i;
/** What a forge makes a link, a mention or a picture of after the markup is read, so that no backslash helps. */
const mentioning = /[@#]|:[a-z0-9_+-]+:|^\W*GH-\d/i;

const defanged = (word: string): string => word.replaceAll('://', '[:]//').replaceAll(/(?<=\w)\.(?=\w)/g, '[.]');
const unlinked = (text: string): string =>
  text
    .split(' ')
    .map((word) => (linking.test(word) ? defanged(word) : word))
    .join(' ');

/**
 * A text as code: nothing in it is read as markup, as a mention or as a link. What would end the code stands between two
 * pieces of it, as an entity.
 */
export const markdownCode = (text: string): string =>
  unlinked(text)
    .split(/([&<>|`]+)/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^[&<>|`]/.test(piece) ? asEntity(piece) : /^ +$/.test(piece) ? piece : `\`${piece}\``))
    .join('');

const escapedWord = (word: string): string => {
  if (linking.test(word) || mentioning.test(word)) return markdownCode(word);
  return asEntity(
    word
      .replaceAll(/[\\*[\]~$]/g, '\\$&')
      // Within a word it is no markup: names like oom_killed stay readable in a mail.
      .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_'),
  );
};

/** A recorded text inside a line of Markdown: no markup, no link, no mention, no cell and no block comes of it. */
export const markdownText = (text: string): string =>
  text
    .split(' ')
    .map(escapedWord)
    .join(' ')
    // At the beginning of a line these begin a list or underline a heading.
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
