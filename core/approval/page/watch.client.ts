import { el } from './dom.client.ts';
import { approvedChoice } from './picked.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import { serverTime } from './server-clock.client.ts';
import type { View } from './view/view.ts';
import { span, timeOf } from './words.client.ts';

const second = 1000;

/** How far the metrics have been watched after the change, and by when they are judged; undefined at any other time. */
export const watching = (view: View): HTMLElement | undefined => {
  const expected = approvedChoice(view)?.expected;
  const made = view.steps.findLast(({ status }) => status === 'executed');
  if (view.incident.status !== 'executed' || expected === undefined || made === undefined) return undefined;
  const from = Date.parse(made.at);
  const judged = new Date(from + expected.withinSeconds * second).toISOString();
  const bar = el('progress', {
    id: 'watch',
    max: String(expected.withinSeconds),
    'data-from': String(from),
    'aria-label': say('watchingProgress'),
  });
  move(bar);
  const words = sentence('judgedBy', { at: timeOf(judged), stable: span(expected.stableSeconds) });
  return el('div', { class: 'watch' }, bar, el('p', { class: 'quiet small' }, ...words));
};

const move = (bar: HTMLProgressElement): void => {
  bar.value = Math.min(bar.max, Math.max(0, (serverTime() - Number(bar.dataset['from'])) / second));
};

/** Lets the bar go on between two answers of the server. */
export const startWatching = (): void => {
  setInterval(() => {
    const bar = document.getElementById('watch');
    if (bar instanceof HTMLProgressElement) move(bar);
  }, second);
};
