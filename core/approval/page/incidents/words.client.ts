import { fill } from '../../../policy/language/fill.ts';
import type { ListTexts } from '../../../policy/language/list-texts.ts';

// This very deployment made it, of the type that is named.
const languages: Record<string, ListTexts> = JSON.parse(
  document.querySelector('meta[name="words"]')?.getAttribute('content') ?? '{}',
);
const tags = Object.keys(languages);
const primary = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';

const preferred = (): string => {
  for (const wish of navigator.languages) {
    const exact = tags.find((tag) => tag.toLowerCase() === wish.toLowerCase());
    const found = exact ?? tags.find((tag) => primary(tag) === primary(wish));
    if (found !== undefined) return found;
  }
  return tags[0] ?? 'en';
};

let language = preferred();

/** The tag of the language that is spoken, for times and numbers; the document says it, too. */
export const spoken = (): string => language;

/** Goes on in the language of the person, where it is there. */
export const speak = (tag: string | undefined): void => {
  if (tag !== undefined && languages[tag] !== undefined) language = tag;
  document.documentElement.lang = language;
};

/** What the list says under this key. */
export const say = (key: keyof ListTexts, values: Readonly<Record<string, string | number>> = {}): string =>
  fill(languages[language]?.[key] ?? key, values);

const unit = (value: number, name: 'minute' | 'hour' | 'day'): string =>
  Math.max(0, Math.floor(value)).toLocaleString(language, { style: 'unit', unit: name, unitDisplay: 'short' });

/** How long: whole minutes, hours from two on, days from two on; rounded down. */
export const span = (milliseconds: number): string => {
  const minutes = milliseconds / 60_000;
  if (minutes < 120) return unit(minutes, 'minute');
  return minutes < 2880 ? unit(minutes / 60, 'hour') : unit(minutes / 1440, 'day');
};

/** A time of day on this device. */
export const clock = (at: Date): string =>
  at.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
