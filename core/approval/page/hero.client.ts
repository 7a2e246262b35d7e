import { el } from './dom.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import type { View } from './view/view.ts';
import { resourceText, timeOf } from './words.client.ts';

const severities = {
  low: ['severityLow', ''],
  medium: ['severityMedium', 'warn'],
  high: ['severityHigh', 'bad'],
  critical: ['severityCritical', 'bad'],
} as const;

/** What happened, where, since when. */
export const hero = ({ incident }: View): HTMLElement => {
  const { service, severity, alarm, resource } = incident;
  const [key, tone] = severities[severity];
  const where = { resource: resourceText(resource), alarm: alarm.name, at: timeOf(alarm.at) };
  return el(
    'div',
    { class: 'hero' },
    el(
      'p',
      { class: 'tags' },
      el('span', { class: `tag ${tone}` }, say(key)),
      el('span', { class: 'tag' }, el('bdi', {}, service)),
    ),
    el('h1', {}, el('bdi', {}, incident.sentence)),
    el('p', { class: 'quiet small' }, ...sentence('alarmFired', where)),
  );
};
