import { fold, type Unfolded } from './code.client.ts';
import { el } from './dom.client.ts';
import type { View } from './view.ts';
import { timeOf } from './words.client.ts';

const fact = (name: string, ...content: (Node | string)[]): HTMLElement =>
  el('div', {}, el('dt', {}, name), el('dd', {}, ...content));

/** What one needs to find the incident elsewhere. */
export const details = ({ incident, request, you }: View, unfolded: Unfolded): HTMLElement => {
  const { id, alarm, openedAt } = incident;
  return fold(
    'details',
    unfolded,
    'Alarm and incident',
    'card',
    el(
      'dl',
      { class: 'facts' },
      fact('Alarm says', el('bdi', {}, alarm.reason)),
      fact('Account', `${alarm.account}, ${alarm.region}`),
      fact('Incident', el('code', {}, id), ', opened ', timeOf(openedAt)),
      fact('Request', el('code', {}, request.approvalId)),
      fact('This link', 'is for ', el('bdi', {}, you.name), `, ${you.role}; do not pass it on`),
    ),
  );
};
