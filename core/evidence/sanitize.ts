import { cleanText } from '../incident/text.ts';
import { redact } from './redact.ts';

/** Longest label (a name, an alarm text, a summary before it is cut) and longest log message that is kept, in UTF-16 units. */
export const bounds = { label: 256, logMessage: 2_000, summary: 300 } as const;

export type Screened = { text: string; redacted: number };

/**
 * A text from outside, fit to be stored and shown to a model: one line, no control, terminal or bidi characters, secrets
 * replaced and counted, at most `max` long. Secrets are looked for before the cut, so that no cut hides half of one.
 */
export const screen = (text: string, max: number): Screened => {
  const { text: safe, redacted } = redact(cleanText(text, Math.max(max, bounds.logMessage)));
  return { text: cleanText(safe, max), redacted };
};
