import { type Redacted, redact } from '../incident/redact.ts';
import { cleanText } from '../incident/text.ts';

/** Longest label (a name, an alarm text, a summary before it is cut) and longest log message that is kept, in UTF-16 units. */
export const bounds = { label: 256, logMessage: 2_000, summary: 300 } as const;

/** A secret that begins before a cut is looked at whole up to this far behind it. */
const beyondCut = 500;

export type Screened = Redacted;

/**
 * A text from outside, fit to be stored and shown to a model: one line, no control, terminal or bidi characters, secrets
 * replaced and counted by kind, at most `max` long. Secrets are looked for before the cut, so that no cut hides half of one.
 */
export const screen = (text: string, max: number): Screened => {
  const found = redact(cleanText(text, Math.max(max, bounds.logMessage) + beyondCut));
  return { ...found, text: cleanText(found.text, max) };
};
