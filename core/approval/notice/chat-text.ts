import { cleanText } from '../../incident/text.ts';

/**
 * What a foreign text must not do in a channel. Slack reads `& < >`; the entities are its own escape, and Teams shows them
 * as the characters. All other marks of Slack's mrkdwn and of Teams' Markdown have no escape that both know: they become
 * a character that looks alike and means nothing: no bold, code, heading, emoji, link, mention or channel.
 * Source: Slack, "Formatting text for app surfaces"; Microsoft, "Format your bot messages".
 */
const harmless: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '*': '\u2217',
  _: '\uff3f',
  '~': '\u223c',
  '`': '\u02cb',
  '@': '\uff20',
  '#': '\uff03',
  ':': '\u2236',
  '[': '\uff3b',
  ']': '\uff3d',
  '\\': '\uff3c',
  '|': '\u2223',
};

/** A dot that could be the one of a host name, which both would make a link of. */
const hostDots = /(?<=[\p{L}\p{N}-])\.(?=\p{L})/gu;

/** A foreign text as plain words in a channel: one line, at most `max` characters with what escapes it. */
export const chatText = (text: string, max: number): string => {
  let said = '';
  for (const letter of cleanText(text, max).replaceAll(hostDots, '\u2024')) {
    const next = harmless[letter] ?? letter;
    if (said.length + next.length > max) break;
    said += next;
  }
  return said;
};
