import type { Change } from '../gathered.ts';
import type { Moved } from './model.ts';
import type { Symptom, Symptoms } from './symptoms.ts';

const digits = (value: number): string => value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
const percent = (share: number): string => `${digits(100 * share)} %`;

/** One line of a pack. */
const mostLetters = 300;

const seen = (symptom: Symptom | undefined, say: (value: number) => string, what: string): string[] =>
  symptom === undefined || symptom.certainty === 0
    ? []
    : [`${what} ${say(symptom.shift.now)}, before ${say(symptom.shift.before)}`];

/** What a person is told of a suspect: what it shows, how many callers it explains, and which change was near. */
export const because = (own: Symptoms, callers: number, change: Change | undefined): string => {
  const latency = (value: number): string => `${digits(value)} ${(own.latency?.unit ?? '').toLowerCase()}`.trim();
  const shown = [
    ...seen(own.load, digits, 'requests in a period'),
    ...seen(own.errors, percent, 'requests that fail'),
    ...seen(own.latency, latency, 'latency'),
  ];
  const about = change?.resources.map(({ name }) => name).join(', ');
  const parts = [
    shown.length === 0 ? 'shows nothing unusual itself' : shown.join('; '),
    ...(callers === 0 ? [] : [`explains ${callers} caller${callers === 1 ? '' : 's'}`]),
    ...(change === undefined ? [] : [`${change.name} ${about ?? ''} at ${change.at.toISOString()}`.replace('  ', ' ')]),
  ];
  return parts.join('; ').slice(0, mostLetters);
};

/** The symptoms of a service as figures, the surest first. */
export const movedOf = ({ latency, errors, load }: Symptoms): Moved[] =>
  [latency, errors, load]
    .filter((symptom) => symptom !== undefined)
    .filter(({ certainty }) => certainty > 0)
    .toSorted((a, b) => b.certainty - a.certainty)
    .map(({ metric, shift }) => ({ metric, before: shift.before, now: shift.now, at: shift.at }));
