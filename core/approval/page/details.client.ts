import { consoleLinks } from '../../incident/console-links.ts';
import { fold, type Unfolded } from './code.client.ts';
import { el } from './dom.client.ts';
import { fact } from './fact.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import type { View } from './view/view.ts';
import { roleText, timeOf } from './words.client.ts';

/** Into the console, in a page of its own that does not learn where it was opened from. */
const outside = (href: string, words: string): Node[] => [
  document.createTextNode(' · '),
  el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, words),
];

const elsewhere = ({ logPlace, incident, now }: View): Node[] => {
  // Nothing but an address of the web is ever made a link.
  if (logPlace === undefined || !logPlace.home.startsWith('https:')) return [];
  const links = consoleLinks(logPlace, incident, new Date(now));
  return [...outside(links.logs, say('itsLogLines')), ...outside(links.dashboard, say('dashboard'))];
};

/** What one needs to find the incident elsewhere. */
export const details = (view: View, unfolded: Unfolded): HTMLElement => {
  const { incident, request, you } = view;
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
      fact(say('trace'), el('code', {}, incident.traceId), ...elsewhere(view)),
      fact(say('request'), el('code', {}, request.approvalId)),
      ...(you.method === 'link'
        ? [fact(say('thisLink'), ...sentence('linkIsFor', { name: you.name, role: roleText(you.role) }))]
        : []),
    ),
  );
};
