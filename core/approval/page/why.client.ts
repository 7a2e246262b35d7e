import { el } from './dom.client.ts';
import type { CauseView, EvidenceView, SimilarView, View } from './view.ts';
import { resourceText, timeOf } from './words.client.ts';

const evidence = ({ id, summary, time }: EvidenceView): HTMLElement =>
  el(
    'li',
    {},
    el('bdi', {}, summary),
    ' ',
    el(
      'span',
      { class: 'quiet' },
      el('span', { class: 'mono' }, id),
      ...(time === undefined ? [] : [', ', timeOf(time)]),
    ),
  );

const cause = ({ category, resource, summary, confidence, evidence: cited }: CauseView, heading: string): HTMLElement =>
  el(
    'div',
    { class: 'cause' },
    // The first cause is the headline of the page: it is not said twice.
    summary === heading ? undefined : el('h3', {}, el('bdi', {}, summary)),
    el('ul', { class: 'evidence' }, ...cited.map(evidence)),
    el(
      'p',
      { class: 'quiet small' },
      `${Math.round(confidence * 100)}% confidence · `,
      el('span', { class: 'mono' }, category),
      ' · ',
      el('bdi', {}, resourceText(resource)),
    ),
  );

const none = { abstained: 'No cause could be named.', healthy: 'Nothing is wrong any more.', diagnosed: '' } as const;

const said = (look: string, title: string, lines: readonly string[]): HTMLElement | undefined =>
  lines.length === 0 ? undefined : el('p', { class: look }, el('b', {}, `${title}: `), el('bdi', {}, lines.join('; ')));

const past = ({ id, at, likeness, sameResource, category, actions, outcome }: SimilarView): HTMLElement =>
  el(
    'li',
    {},
    timeOf(at),
    `, ${sameResource ? 'this resource' : 'another resource'}: `,
    el('span', { class: 'mono' }, category ?? 'no cause named'),
    actions.length === 0 ? ', ' : `, ${actions.join(' and ')}, `,
    el('b', {}, outcome),
    ' ',
    el('span', { class: 'quiet' }, `${Math.round(likeness * 100)}% alike, `, el('span', { class: 'mono' }, id)),
  );

const similarIncidents = (similar: readonly SimilarView[]): HTMLElement[] =>
  similar.length === 0
    ? []
    : [el('h3', {}, 'Similar incidents'), el('ul', { class: 'evidence' }, ...similar.map(past))];

/** The causes with their evidence, what else was thought of, who named them, and what could not be seen. */
export const why = ({ diagnosis, incident, similar }: View): HTMLElement => {
  const body =
    diagnosis === null
      ? [el('p', {}, 'There is no diagnosis on record.')]
      : [
          ...(diagnosis.causes.length === 0
            ? [el('p', {}, none[diagnosis.kind])]
            : diagnosis.causes.map((one) => cause(one, incident.sentence))),
          said('notice small', 'Not agreed', diagnosis.disagreement === undefined ? [] : [diagnosis.disagreement]),
          said('small', 'Also considered', diagnosis.considered),
          said('small', 'Would help to see', diagnosis.missing),
          said('notice small', 'Not seen', diagnosis.gaps),
          el('p', { class: 'quiet small' }, el('bdi', {}, diagnosis.spoke), '.'),
          ...similarIncidents(similar),
        ];
  return el('section', { class: 'card', 'aria-labelledby': 'why' }, el('h2', { id: 'why' }, 'Why'), ...body);
};
