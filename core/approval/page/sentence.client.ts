import type { PageTexts } from '../../policy/language/page-texts.ts';
import { el } from './dom.client.ts';
import { say } from './say.client.ts';

/**
 * A text with elements in it, each where the language wants it. A string is a fact: it is set apart, so that no letter of it
 * reorders the words around it.
 */
export const sentence = (
  key: keyof PageTexts,
  parts: Readonly<Record<string, Node | string>> = {},
): (Node | string)[] =>
  say(key)
    .split(/\{([a-zA-Z]+)\}/)
    .map((piece, index) => {
      const part = index % 2 === 0 ? undefined : parts[piece];
      if (part === undefined) return piece;
      return typeof part === 'string' ? el('bdi', {}, part) : part;
    });
