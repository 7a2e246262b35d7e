import { resourceKey } from '../incident/resource.ts';
import type { EvidencePack, Signal } from './signal.ts';

/** One signal as a line: what a model reads, and what the budget is counted over. */
export const signalLine = ({ id, kind, fact, resource, time, summary }: Signal): string =>
  [id, kind, fact, resourceKey(resource), time ?? '-', summary].join(' | ');

/** The evidence as it goes into a prompt. */
export const evidenceText = ({ signals, gaps }: Pick<EvidencePack, 'signals' | 'gaps'>): string =>
  [...signals.map(signalLine), ...gaps.map((gap) => `gap | ${gap}`)].join('\n');

/** A run of letters and digits, a run of ASCII punctuation, or one character of anything else. */
const part = /[A-Za-z0-9]+|[!-/:-@[-`{-~]+|[^]/gu;
/** A run of letters and digits as vocabularies see it: a word (`Deployment`, `payments`, `OOM`) or a digit. */
const piece = /[A-Z]?[a-z]+|[A-Z]+|\d/g;

/**
 * Letters that spell no word, as in the hash of a pod's name. All pairs of letters of one case are tokens in a vocabulary
 * of tens of thousands, so no two single letters are left side by side: at worst one and two take turns, two tokens for
 * three letters.
 */
const spelled = (letters: number): number => Math.floor((2 * letters + 1) / 3);

/** Letters of one token in words. English has four to five; fewer is more tokens, so it is on the safe side. */
const lettersPerToken = 4;

const tokensOfRun = (run: string): number => {
  const name = /\d/.test(run);
  // A key or a hash in base64: not even its pairs are common.
  if (name && /[a-z]/.test(run) && /[A-Z]/.test(run)) return run.length;
  return (run.match(piece) ?? []).reduce((sum, text) => {
    const word = !name && /[aeiouy]/.test(text);
    return sum + (word ? Math.ceil(text.length / lettersPerToken) : spelled(text.length));
  }, 0);
};

/**
 * The tokens of a text, reckoned without any model's tokenizer, on the high side. Digits, single punctuation and what is not
 * ASCII cost a token for each byte, which no byte-level vocabulary exceeds; punctuation side by side (`":{"`) goes in pairs;
 * letters cost what `spelled` and `lettersPerToken` say; a space before a letter is part of the word. Byte pairs: Sennrich
 * et al. 2016, arXiv:1508.07909. Log lines and cluster events came out at 1.04 to 1.8 times the count of five public
 * vocabularies of 32,000 to 200,000 tokens. How far off it is for a model on Bedrock shows only where its own count comes
 * back with an answer: it is kept beside it in the diagnosis.
 */
export const tokenBound = (text: string): number => {
  let tokens = 0;
  for (const { 0: at, index } of text.matchAll(part)) {
    if (/^[A-Za-z0-9]/.test(at)) tokens += tokensOfRun(at);
    else if (/^[!-~]/.test(at)) tokens += Math.ceil(at.length / 2);
    else if (at !== ' ' || !/[A-Za-z]/.test(text[index + 1] ?? '')) tokens += new TextEncoder().encode(at).length;
  }
  return tokens;
};
