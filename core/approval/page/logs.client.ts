import { el } from './dom.client.ts';
import { say } from './say.client.ts';
import type { LogView } from './view/view.ts';
import { timeOf } from './words.client.ts';

const entry = ({ id, line, times, since, others, time, where }: LogView): HTMLElement => {
  const often = [
    times === 1 ? say('logsOnce') : say('logsTimes', { count: times }),
    ...(since === undefined ? [] : [say(since === 'new' ? 'logsNew' : 'logsMore')]),
    ...(others === 0 ? [] : [say('logsOthers', { count: others })]),
  ];
  return el(
    'li',
    {},
    el('pre', { class: 'code mono line', dir: 'ltr' }, el('bdi', { dir: 'ltr' }, line)),
    el(
      'p',
      { class: 'quiet small' },
      ...(time === undefined ? [] : [timeOf(time), ', ']),
      `${often.join(', ')} · `,
      el('span', { class: 'mono' }, id),
    ),
    where === undefined ? undefined : el('p', { class: 'quiet where mono' }, el('bdi', {}, where)),
  );
};

/** The lines of the logs that decided, as they were written, each with how often and where. */
export const logLines = (logs: readonly LogView[]): HTMLElement[] =>
  logs.length === 0 ? [] : [el('h3', {}, say('logsTitle')), el('ul', { class: 'logs' }, ...logs.map(entry))];
