import { el } from './dom.client.ts';
import { fact } from './fact.client.ts';
import { say } from './say.client.ts';
import { sentence } from './sentence.client.ts';
import { undo } from './undo.client.ts';
import type { ChoiceView, View } from './view/view.ts';
import { percent, resourceText, span } from './words.client.ts';

const risks = { low: ['riskLow', 'good'], medium: ['riskMedium', 'warn'], high: ['riskHigh', 'bad'] } as const;

export const riskTag = ({ risk: { level } }: ChoiceView): HTMLElement =>
  el('span', { class: `tag ${risks[level][1]}` }, say(risks[level][0]));

const listed = (lines: readonly string[]): HTMLElement =>
  el('ul', { class: 'listed' }, ...lines.map((line) => el('li', {}, el('bdi', {}, line))));

/** Which resources are changed, and by how much at most. */
const reach = ({ actions, blastRadius: { resources, changePercent } }: ChoiceView): Node[] => {
  const count = resources === 1 ? say('reachOne') : say('reachMany', { count: resources });
  const most =
    changePercent === null ? say('noSizeChanges') : say('largestChange', { percent: percent(changePercent / 100) });
  const names = new Set(actions.map(({ target }) => resourceText(target)));
  return [el('p', {}, `${count}, ${most}`), listed([...names])];
};

const forChange = (choice: ChoiceView): HTMLElement[] => {
  const { expected, risk, record } = choice;
  const times = { stable: span(expected.stableSeconds), within: span(expected.withinSeconds) };
  return [
    fact(say('factRisk'), riskTag(choice), ...(risk.factors.length === 0 ? [] : [listed(risk.factors)])),
    fact(say('factReach'), ...reach(choice)),
    fact(say('factExpected'), ...sentence('expectedFor', { summary: expected.summary, ...times })),
    ...(record === undefined ? [] : [fact(say('factRecord'), record)]),
    fact(say('factUndo'), ...undo(choice)),
  ];
};

/** Risk, reach, expected state, undo, quorum and digest of one choice. */
export const choiceFacts = (choice: ChoiceView, purpose: View['request']['purpose']): HTMLElement => {
  const { quorum, digest } = choice;
  return el(
    'dl',
    { class: 'facts' },
    ...(purpose === 'change' ? forChange(choice) : []),
    ...(quorum.people > 1 ? [fact(say('factApprovals'), say('approvalsNeeded', quorum))] : []),
    fact(
      say('factDigest'),
      el('code', { title: digest }, digest.slice(0, 12), el('span', { class: 'printed' }, digest.slice(12))),
    ),
  );
};
