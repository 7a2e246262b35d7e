import { fold, type Unfolded } from './code.client.ts';
import { el } from './dom.client.ts';
import { fact } from './fact.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import type { View } from './view/view.ts';
import { roleText, timeOf } from './words.client.ts';

/** What one needs to find the incident elsewhere. */
export const details = ({ incident, request, you }: View, unfolded: Unfolded): HTMLElement => {
  const { id, alarm, openedAt } = incident;
  return fold(
    'details',
    unfolded,
    say('detailsTitle'),
    'card',
    el(
      'dl',
      { class: 'facts' },
      fact(say('alarmSays'), el('bdi', {}, alarm.reason)),
      fact(say('account'), `${alarm.account}, ${alarm.region}`),
      fact(say('incident'), ...sentence('openedAt', { id: el('code', {}, id), at: timeOf(openedAt) })),
      fact(say('request'), el('code', {}, request.approvalId)),
      ...(you.method === 'link'
        ? [fact(say('thisLink'), ...sentence('linkIsFor', { name: you.name, role: roleText(you.role) }))]
        : []),
    ),
  );
};
