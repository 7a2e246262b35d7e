import type { EvidencePack } from '../../../evidence/signal.ts';
import type { PageRecords } from './records.ts';
import type { ChartView, MarkView, ValidationView } from './view.ts';

/** More suspects than this are none. */
const mostChanges = 5;

/** The suspected changes, the strongest, numbered as they happened. */
const changeMarks = (evidence: EvidencePack | undefined): MarkView[] =>
  (evidence?.signals ?? [])
    .flatMap(({ kind, time, summary }) =>
      kind === 'change' && time !== undefined ? [{ at: time, text: summary }] : [],
    )
    .slice(0, mostChanges)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map((change, index) => ({ kind: 'change', sign: String(index + 1), ...change }));

type Done = { kind: 'executed' | 'restored'; at: string };

/** What was done about it so far. */
const doneMarks = ({ transitions }: Pick<PageRecords, 'transitions'>): Done[] =>
  transitions.flatMap(({ from, to, at }): Done[] => {
    if (from === to) return [];
    if (to === 'executed') return [{ kind: 'executed', at }];
    return to === 'rolled_back' ? [{ kind: 'restored', at }] : [];
  });

type Alarmed = { approval: { incident: Pick<PageRecords['approval']['incident'], 'alarm'> } };

/** The alarm's metric with everything that happened beside it. */
export const chartView = (
  records: Pick<PageRecords, 'chart' | 'evidence' | 'transitions'> & Alarmed,
): ChartView | null => {
  const { chart, evidence, approval } = records;
  if (chart === undefined) return null;
  const onset: MarkView[] = evidence?.onset === undefined ? [] : [{ kind: 'onset', at: evidence.onset }];
  const alarm: MarkView = { kind: 'alarm', at: approval.incident.alarm.at };
  return { chart, marks: [...onset, alarm, ...changeMarks(evidence), ...doneMarks(records)] };
};

/** What the change was judged by, each with the moment of the change. */
export const judgedViews = ({ judged }: Pick<PageRecords, 'judged'>): ValidationView['charts'] =>
  (judged?.charts ?? []).map(({ id, chart }) => ({
    id,
    chart,
    marks: [{ kind: 'executed', at: judged?.executedAt ?? chart.to }],
  }));
