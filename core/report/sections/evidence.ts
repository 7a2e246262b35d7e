import { chartView } from '../../approval/page/view/chart.ts';
import type { Signal } from '../../evidence/signal.ts';
import { chartsBlock, signsList } from '../charts.ts';
import { code, fact, type Line, list, section, type Section, strong, text, time } from '../document.ts';
import type { Facts } from '../facts.ts';
import { budgetLine } from '../budget-line.ts';
import { percent, resourceLine } from '../words.ts';

const signalLine = (signal: Signal, cited: boolean): Line => [
  code(signal.id),
  ' ',
  ...(cited ? [strong('cited'), ' '] : []),
  fact(signal.summary),
  ` (${signal.kind}, `,
  code(signal.fact),
  ' of ',
  ...resourceLine(signal.resource),
  ...(signal.time === undefined ? [] : [', ', time(signal.time)]),
  `, strength ${percent(signal.strength)}`,
  ...(signal.pointer === undefined ? [] : [', from ', code(signal.pointer)]),
  ')',
];

/**
 * The metric that the alarm is about, and every signal with its id, the cited ones first; each of them was read from its
 * source by code.
 */
export const evidence = ({ incident, history, chart, budget, evidence: pack, diagnosis }: Facts): Section => {
  const cited = new Set(diagnosis?.causes.flatMap(({ citations }) => citations));
  const signals = pack?.signals ?? [];
  const ordered = [...signals.filter(({ id }) => cited.has(id)), ...signals.filter(({ id }) => !cited.has(id))];
  const view = chartView({ chart, evidence: pack, transitions: history, approval: { incident } });
  return section(
    'Evidence',
    'No evidence is on record.',
    ...(pack?.onset === undefined ? [] : [text('The trouble began at ', time(pack.onset), '.')]),
    ...(budget === undefined ? [] : [text(...budgetLine(budget))]),
    ...(view === null || view === undefined ? [] : [...chartsBlock('metric', [view]), ...signsList(view)]),
    ...list(
      'signals',
      ordered.map((signal) => signalLine(signal, cited.has(signal.id))),
    ),
  );
};
