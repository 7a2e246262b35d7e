import { resourceKey } from '../incident/resource.ts';
import type { EvidencePack, Signal } from './signal.ts';

/** One signal as a line: what a model reads, and what the budget is counted over. */
export const signalLine = ({ id, kind, fact, resource, time, summary }: Signal): string =>
  [id, kind, fact, resourceKey(resource), time ?? '-', summary].join(' | ');

/** The evidence as it goes into a prompt. */
export const evidenceText = ({ signals, gaps }: Pick<EvidencePack, 'signals' | 'gaps'>): string =>
  [...signals.map(signalLine), ...gaps.map((gap) => `gap | ${gap}`)].join('\n');

/**
 * An upper bound of the tokens of a text, for any model: a byte-level vocabulary has a token for each byte and no token
 * for less than one. English text really costs a third to a quarter of it.
 */
export const tokenBound = (text: string): number => new TextEncoder().encode(text).length;
