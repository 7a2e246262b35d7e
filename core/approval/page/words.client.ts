import type { PageTexts } from '../../policy/language/page-texts.ts';
import { el } from './dom.client.ts';
import { say, spoken } from './say.client.ts';
import type { Resource, Value } from './view/view.ts';

/** A time of day on this device, with the date when it is not today; hovering shows the exact UTC text. */
export const timeOf = (iso: string): HTMLTimeElement => {
  const at = new Date(iso);
  const day = at.toDateString() === new Date().toDateString() ? {} : ({ month: 'short', day: 'numeric' } as const);
  const text = at.toLocaleString(spoken(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...day });
  return el('time', { datetime: iso, title: iso }, text);
};

const inUnits = (value: number, unit: 'second' | 'minute' | 'hour'): string =>
  Math.max(0, Math.floor(value)).toLocaleString(spoken(), { style: 'unit', unit, unitDisplay: 'short' });

/** `4 min`, `40 sec`, `2 hr`: whole units, rounded down. */
export const span = (seconds: number): string => {
  if (seconds < 60) return inUnits(seconds, 'second');
  return seconds < 7200 ? inUnits(seconds / 60, 'minute') : inUnits(seconds / 3600, 'hour');
};

/** A share, 1 being the whole, as a percentage. */
export const percent = (share: number): string =>
  share.toLocaleString(spoken(), { style: 'percent', maximumFractionDigits: 0 });

/** Four digits that count, or that there is none. */
export const figure = (value: number | null): string =>
  value === null ? say('noData') : value.toLocaleString(spoken(), { maximumSignificantDigits: 4 });

export const resourceText = ({ kind, namespace, name }: Resource): string =>
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

/** A value as it is written in the resource; `null` is a field that is not set. */
export const valueText = (value: Value): string => (value === null ? say('notSet') : String(value));

export const firstUpper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const roles = { viewer: 'roleViewer', analyst: 'roleAnalyst', admin: 'roleAdmin' } as const satisfies Record<
  string,
  keyof PageTexts
>;
export const roleText = (role: keyof typeof roles): string => say(roles[role]);
