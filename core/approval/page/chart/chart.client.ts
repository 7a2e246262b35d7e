import { fold, type Unfolded } from '../code.client.ts';
import { drawChart } from './drawing.ts';
import { chartSays, lastOf, seenIn } from './says.ts';
import { valueText } from './scale.ts';
import type { Shape } from './shape.ts';
import type { ChartWords } from './words.ts';
import { byId, el } from '../dom.client.ts';
import { say, spoken } from '../say.client.ts';
import type { ChartView, MarkView, View } from '../view/view.ts';
import { timeOf } from '../words.client.ts';

/** The words of a chart on this device. */
export const words = (): ChartWords => ({
  say,
  time: (at) => new Date(at).toLocaleTimeString(spoken(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  ahead: -new Date().getTimezoneOffset(),
});

const node = ({ tag, attributes, children }: Shape): SVGElement => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children.map((child) => (typeof child === 'string' ? child : node(child))));
  return made;
};

/** What a card keeps for its borders and padding, at least; what is missing to the real width is scaled away. */
const aroundPlot = 68;
const least = 240;

const redraws = new WeakMap<Element, () => void>();
// A phone that is turned; the keyboard that comes up changes no width.
addEventListener('resize', () => {
  for (const plot of document.querySelectorAll('.plot')) redraws.get(plot)?.();
});

/** The drawing, made for the width it has, and again when that changes. */
const plot = (view: ChartView, id: string): HTMLElement => {
  const holder = el('div', { class: 'plot' });
  let drawn = 0;
  const draw = (): void => {
    const width = Math.max(least, holder.clientWidth || byId('main').clientWidth - aroundPlot);
    if (width === drawn) return;
    drawn = width;
    holder.replaceChildren(node(drawChart({ view, words: words(), id, width })));
  };
  redraws.set(holder, draw);
  draw();
  return holder;
};

/** All points as text, for who cannot see the line or wants the numbers. */
const values = ({ chart }: ChartView, id: string, unfolded: Unfolded): HTMLElement => {
  const { time } = words();
  const told = seenIn(chart).map(({ at, value }) => `${time(at)} ${valueText(chart.unit, value)}`);
  return fold(
    `${id}-values`,
    unfolded,
    say('chartValues'),
    'fold',
    el('p', { class: 'small quiet values' }, told.join(' · ')),
  );
};

/** A chart with what it says in words above it. */
export const figure = (view: ChartView, id: string, unfolded: Unfolded): HTMLElement => {
  const { chart } = view;
  const last = chart.is === 'expected' ? undefined : lastOf(chart);
  const now =
    last === undefined
      ? undefined
      : el(
          'b',
          { class: `last ${last.bad ? 'bad' : ''}` },
          last.text,
          ' ',
          el('span', { class: 'quiet small' }, say('chartLast', { at: words().time(last.at) })),
        );
  const lines = chartSays(view, words()).map((said) => el('div', {}, said));
  return el(
    'figure',
    { class: 'chart', id },
    el(
      'figcaption',
      {},
      el('b', {}, el('bdi', {}, chart.name)),
      ' ',
      el('span', { class: 'quiet small' }, el('bdi', {}, chart.stat)),
      el('div', { class: 'said' }, now, el('div', { class: 'small' }, ...lines)),
    ),
    plot(view, id),
    values(view, id, unfolded),
  );
};

const change = ({ sign, text, at }: MarkView): HTMLElement =>
  el(
    'li',
    {},
    el('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    el('span', {}, timeOf(at), ' ', el('bdi', {}, text ?? '')),
  );

/** The changes that are suspected, by the signs they have in the chart. */
const changes = (marks: readonly MarkView[]): HTMLElement[] => {
  const suspected = marks.filter(({ kind }) => kind === 'change');
  if (suspected.length === 0) return [];
  return [el('h3', {}, say('chartChanges')), el('ol', { class: 'signs small' }, ...suspected.map(change))];
};

const notes = { input: 'chartInput', nearby: 'chartNearby' } as const;

/** The metric that the alarm is about, where it names one, with the onset, the alarm and what was changed before. */
export const chartCard = ({ chart: view }: View, unfolded: Unfolded): HTMLElement | undefined => {
  if (view === undefined) return undefined;
  const card = (...content: (HTMLElement | undefined)[]): HTMLElement =>
    el(
      'section',
      { class: 'card', 'aria-labelledby': 'metric' },
      el('h2', { id: 'metric' }, say('chartTitle')),
      ...content,
    );
  if (view === null) return card(el('p', { class: 'quiet small' }, say('chartNone')));
  const { is, of } = view.chart;
  const note = is === 'input' || is === 'nearby' ? say(notes[is]) : '';
  return card(
    figure(view, 'chart', unfolded),
    ...changes(view.marks),
    note === '' ? undefined : el('p', { class: 'quiet small' }, note),
    el('p', { class: 'quiet where mono' }, el('bdi', {}, of)),
  );
};
