import { el } from './dom.client.ts';
import type { MetricView, ValidationView } from './view.ts';

const number = (value: number | null): string =>
  value === null ? 'no data' : value.toLocaleString('en', { maximumSignificantDigits: 4 });

const verdictTone = { met: 'good', missed: 'bad', unknown: '' } as const;
const verdictMark = { met: '✓', missed: '✗', unknown: '?' } as const;

const row = ({ id, before, after, comparison, threshold, verdict }: MetricView): HTMLElement =>
  el(
    'tr',
    {},
    el('th', { scope: 'row' }, el('bdi', {}, id)),
    el('td', { class: 'num' }, number(before)),
    el('td', { class: `num ${verdictTone[verdict]}` }, number(after)),
    el('td', { class: 'num' }, `${comparison === 'below' ? '<' : '>'} ${number(threshold)} ${verdictMark[verdict]}`),
  );

/** The metrics before and after the change, against what was expected. */
export const resultTable = ({ alarm, metrics }: ValidationView): HTMLElement =>
  el(
    'table',
    {},
    el('caption', {}, `Metrics before and after the change; the alarm is ${alarm}`),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'Metric'),
        ...['Before', 'After', 'Expected'].map((name) => el('th', { scope: 'col', class: 'num' }, name)),
      ),
    ),
    el('tbody', {}, ...metrics.map(row)),
  );
