import { el } from './dom.client.ts';
import type { ActionView, ChoiceView, View } from './view.ts';
import { firstUpper, span } from './words.client.ts';

const riskTone = { low: 'good', medium: 'warn', high: 'bad' } as const;

export const riskTag = ({ risk: { level } }: ChoiceView): HTMLElement =>
  el('span', { class: `tag ${riskTone[level]}` }, `${firstUpper(level)} risk`);

const undoText = (actions: readonly ActionView[]): string => {
  if (actions.some(({ undo }) => undo === 'irreversible')) return 'Part of this cannot be undone';
  return actions.some(({ undo }) => undo === 'restore')
    ? 'The values above can be put back exactly'
    : 'Nothing to undo';
};

/** What is changed and by how much at most. */
const reach = ({ resources, changePercent }: ChoiceView['blastRadius']): string => {
  const changed = `${resources} ${resources === 1 ? 'resource' : 'resources'}`;
  const most = changePercent === null ? 'no size changes' : `by ${Math.round(changePercent)} % at most`;
  return `${changed}, ${most}`;
};

const people = ({ people: count, roles }: ChoiceView['quorum']): string =>
  `${count} people of ${roles} ${roles === 1 ? 'role' : 'roles'} must approve`;

const fact = (name: string, ...content: (Node | string)[]): HTMLElement =>
  el('div', {}, el('dt', {}, name), el('dd', {}, ...content));

const forChange = (choice: ChoiceView): HTMLElement[] => {
  const { expected, risk, actions, blastRadius, record } = choice;
  const stable = `, stable for ${span(expected.stableSeconds)}; judged after ${span(expected.withinSeconds)} at the latest`;
  const factors = risk.factors.length === 0 ? [] : [' ', el('bdi', {}, risk.factors.join('; '))];
  return [
    fact('Risk', riskTag(choice), ...factors),
    ...(record === undefined ? [] : [fact('Before', record)]),
    fact('Expected', el('bdi', {}, expected.summary), stable),
    fact('Reach', reach(blastRadius)),
    fact('Undo', undoText(actions)),
  ];
};

/** Risk, expected state, reach, undo, quorum and digest of one choice. */
export const choiceFacts = (choice: ChoiceView, purpose: View['request']['purpose']): HTMLElement => {
  const { quorum, digest } = choice;
  return el(
    'dl',
    { class: 'facts' },
    ...(purpose === 'change' ? forChange(choice) : []),
    ...(quorum.people > 1 ? [fact('Approvals', people(quorum))] : []),
    fact('Digest', el('code', { title: digest }, digest.slice(0, 12))),
  );
};
