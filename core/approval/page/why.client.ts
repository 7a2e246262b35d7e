import { fold, type Unfolded } from './code.client.ts';
import { el } from './dom.client.ts';
import { logLines } from './logs.client.ts';
import { say } from './say.client.ts';
import type { CauseView, DiagnosisView, EvidenceView, SimilarView, View } from './view/view.ts';
import { resourceText, timeOf } from './words.client.ts';

/** So much of the evidence is read at three in the morning; the rest is a tap away. */
const shownAtOnce = 2;

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

const list = (lines: readonly EvidenceView[]): HTMLElement | undefined =>
  lines.length === 0 ? undefined : el('ul', { class: 'evidence' }, ...lines.map(evidence));

type About = { index: number; heading: string; by: string; unfolded: Unfolded };

/** A cause: how sure, who says so, the evidence that says most, and the rest of it folded. */
const cause = ({ category, resource, summary, confidence, evidence: cited }: CauseView, about: About): HTMLElement => {
  const { index, heading, by, unfolded } = about;
  const shown = cited.slice(0, index === 0 ? shownAtOnce : 0);
  const rest = cited.slice(shown.length);
  const more = say(shown.length === 0 ? 'whyEvidence' : 'whyMoreEvidence', { count: rest.length });
  return el(
    'div',
    { class: 'cause' },
    // The first cause is the headline of the page: it is not said twice.
    summary === heading ? undefined : el('h3', {}, el('bdi', {}, summary)),
    el(
      'p',
      { class: 'tags' },
      el('span', { class: 'tag' }, say('whyConfidence', { percent: Math.round(confidence * 100) })),
      el('span', { class: 'tag' }, by),
      el(
        'span',
        { class: 'quiet small' },
        el('span', { class: 'mono' }, category),
        ' · ',
        el('bdi', {}, resourceText(resource)),
      ),
    ),
    list(shown),
    rest.length === 0 ? undefined : fold(`evidence-${index}`, unfolded, more, 'fold', list(rest)),
  );
};

const none = { abstained: 'whyAbstained', healthy: 'whyHealthy', diagnosed: 'whyAbstained' } as const;

const said = (look: string, title: string, lines: readonly string[]): HTMLElement | undefined =>
  lines.length === 0 ? undefined : el('p', { class: look }, el('b', {}, `${title}: `), el('bdi', {}, lines.join('; ')));

/** Who named the causes, in a sentence. */
const speaker = ({ source, model = '', note }: DiagnosisView): string => {
  if (source === 'model') return note === undefined ? say('whyModel', { model }) : say('whyModelNote', { model, note });
  return note === undefined ? say('whyRules') : say('whyRulesNote', { note });
};

const past = ({ id, at, likeness, sameResource, category, actions, outcome }: SimilarView): HTMLElement =>
  el(
    'li',
    {},
    timeOf(at),
    `, ${say(sameResource ? 'whySameResource' : 'whyOtherResource')}: `,
    el('span', { class: 'mono' }, category ?? say('whyNoCause')),
    actions.length === 0 ? ', ' : `, ${actions.join(' + ')}, `,
    el('b', {}, outcome),
    ' ',
    el(
      'span',
      { class: 'quiet' },
      `${say('whyAlike', { percent: Math.round(likeness * 100) })}, `,
      el('span', { class: 'mono' }, id),
    ),
  );

const similarIncidents = (similar: readonly SimilarView[]): HTMLElement[] =>
  similar.length === 0 ? [] : [el('h3', {}, say('whySimilar')), el('ul', { class: 'evidence' }, ...similar.map(past))];

/** The causes with their evidence, what the logs say, what else was thought of, who named them, and what was not seen. */
export const why = ({ diagnosis, incident, similar, logs }: View, unfolded: Unfolded): HTMLElement => {
  const body = (shown: DiagnosisView): (HTMLElement | undefined)[] => {
    const by = say(shown.source === 'model' ? 'whyByModel' : 'whyByRules');
    return [
      ...(shown.causes.length === 0
        ? [el('p', {}, say(none[shown.kind]))]
        : shown.causes.map((one, index) => cause(one, { index, heading: incident.sentence, by, unfolded }))),
      said('notice small', say('whyNotAgreed'), shown.disagreement === undefined ? [] : [shown.disagreement]),
      ...logLines(logs),
      said('small', say('whyConsidered'), shown.considered),
      said('small', say('whyMissing'), shown.missing),
      said('notice small', say('whyNotSeen'), shown.gaps),
      el('p', { class: 'quiet small' }, el('bdi', {}, speaker(shown)), '.'),
      ...similarIncidents(similar),
    ];
  };
  return el(
    'section',
    { class: 'card', 'aria-labelledby': 'why' },
    el('h2', { id: 'why' }, say('whyTitle')),
    ...(diagnosis === null ? [el('p', {}, say('whyNone'))] : body(diagnosis)),
  );
};
