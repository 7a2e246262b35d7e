import { figure } from './chart.client.ts';
import { fold, type Unfolded } from '../code.client.ts';
import { el } from '../dom.client.ts';
import { say } from '../say.client.ts';
import type { ValidationView } from '../view/view.ts';

/** The metrics around the moment of the change: the one that tells most at once, the others folded. */
export const afterCharts = ({ charts }: ValidationView, unfolded: Unfolded): HTMLElement[] => {
  const [first, ...rest] = charts.map((one, index) => figure(one, `after-${index}`, unfolded));
  if (first === undefined) return [];
  const others = say('chartOthers', { count: rest.length });
  return [
    first,
    ...(rest.length === 0
      ? []
      : [fold('after-others', unfolded, others, 'fold', el('div', { class: 'after' }, ...rest))]),
  ];
};
