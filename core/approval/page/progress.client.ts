import { afterCharts } from './chart/after.client.ts';
import type { Unfolded } from './code.client.ts';
import { el } from './dom.client.ts';
import { resultTable } from './result.client.ts';
import { say } from './say.client.ts';
import { statusWords } from './status.client.ts';
import type { StepView, View } from './view/view.ts';
import { watching } from './watch.client.ts';
import { timeOf } from './words.client.ts';

const line = (step: StepView, last: boolean): HTMLElement => {
  const { at, by, reason } = step;
  const [words, tone] = statusWords(step);
  const passed = tone === 'now' ? 'good' : tone;
  // The reason of the last step stands in large letters above.
  const who = last ? by : (reason ?? by);
  return el(
    'li',
    { class: last ? tone : passed },
    el('b', {}, words),
    el('div', { class: 'quiet small' }, timeOf(at), ' · ', el('bdi', {}, who)),
  );
};

/** Where the incident stands: one large line, the result once there is one, and every step so far. */
export const progressCard = (view: View, unfolded: Unfolded): HTMLElement => {
  const { incident, steps, validation } = view;
  const [words, tone] = statusWords(incident);
  const lines = steps.map((step, index) => line(step, index === steps.length - 1));
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'state' },
    el('h2', { id: 'state', tabindex: '-1', class: `state ${tone}` }, tone === 'now' ? `${words}…` : words),
    incident.reason === undefined ? undefined : el('p', { class: 'quiet' }, el('bdi', {}, incident.reason)),
    watching(view),
    validation === null ? undefined : resultTable(validation),
    ...(validation === null ? [] : afterCharts(validation, unfolded)),
    el('ol', { class: 'steps', 'aria-label': say('stepsSoFar') }, ...lines),
  );
};
