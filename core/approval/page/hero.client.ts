import { el } from './dom.client.ts';
import type { View } from './view.ts';
import { firstUpper, resourceText, timeOf } from './words.client.ts';

const severityTone = { low: '', medium: 'warn', high: 'bad', critical: 'bad' } as const;

/** What is wrong, where, since when. */
export const hero = ({ incident }: View): HTMLElement => {
  const { service, severity, sentence, alarm, resource } = incident;
  return el(
    'div',
    { class: 'hero' },
    el(
      'p',
      { class: 'tags' },
      el('span', { class: `tag ${severityTone[severity]}` }, `${firstUpper(severity)} severity`),
      el('span', { class: 'tag' }, el('bdi', {}, service)),
    ),
    el('h1', {}, el('bdi', {}, sentence)),
    el(
      'p',
      { class: 'quiet small' },
      el('bdi', {}, resourceText(resource)),
      ' · alarm ',
      el('bdi', {}, alarm.name),
      ' fired at ',
      timeOf(alarm.at),
    ),
  );
};
