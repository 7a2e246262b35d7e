import type { EvidencePack } from '../../../evidence/signal.ts';
import { hasState } from '../../../incident/alarm.ts';
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

/**
 * The alarm's metric with everything that happened beside it: null where it could not be read, undefined where there is
 * none to read, as of a finding, a bill or a rule over other alarms.
 */
export const chartView = (
  records: Pick<PageRecords, 'chart' | 'evidence' | 'transitions'> & Alarmed,
): ChartView | null | undefined => {
  const { chart, evidence, approval } = records;
  const { alarm } = approval.incident;
  if (chart === undefined) return hasState(alarm) && alarm.metrics.length > 0 ? null : undefined;
  const onset: MarkView[] = evidence?.onset === undefined ? [] : [{ kind: 'onset', at: evidence.onset }];
  const fired: MarkView = { kind: 'alarm', at: alarm.at };
  return { chart, marks: [...onset, fired, ...changeMarks(evidence), ...doneMarks(records)] };
};

/** What the change was judged by, each with the moment of the change. */
export const judgedViews = ({ judged }: Pick<PageRecords, 'judged'>): ValidationView['charts'] =>
  (judged?.charts ?? []).map(({ id, chart }) => ({
    id,
    chart,
    marks: [{ kind: 'executed', at: judged?.executedAt ?? chart.to }],
  }));
