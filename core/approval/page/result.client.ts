import { el } from './dom.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import type { MetricView, ValidationView } from './view/view.ts';
import { figure } from './words.client.ts';

const verdictTone = { met: 'good', missed: 'bad', unknown: '' } as const;
const verdictMark = { met: '✓', missed: '✗', unknown: '?' } as const;

const row = ({ id, before, after, comparison, threshold, verdict }: MetricView): HTMLElement =>
  el(
    'tr',
    {},
    el('th', { scope: 'row' }, el('bdi', {}, id)),
    el('td', { class: 'num' }, figure(before)),
    el('td', { class: `num ${verdictTone[verdict]}` }, figure(after)),
    el('td', { class: 'num' }, `${comparison === 'below' ? '<' : '>'} ${figure(threshold)} ${verdictMark[verdict]}`),
  );

/** The metrics before and after the change, against what was expected. */
export const resultTable = ({ alarm, metrics }: ValidationView): HTMLElement =>
  el(
    'table',
    {},
    el('caption', {}, ...sentence('metricsTitle', { alarm })),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, say('metric')),
        ...(['before', 'after', 'expected'] as const).map((key) => el('th', { scope: 'col', class: 'num' }, say(key))),
      ),
    ),
    el('tbody', {}, ...metrics.map(row)),
  );
