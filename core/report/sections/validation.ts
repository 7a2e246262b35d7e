import { judgedViews } from '../../approval/page/view/chart.ts';
import type { CheckResult } from '../../remediation/validation.ts';
import { chartsBlock } from '../charts.ts';
import { type Block, code, fact, type Line, section, type Section, strong, text } from '../document.ts';
import type { Facts } from '../facts.ts';
import { numberText } from '../words.ts';

const row = ({ id, before, after, comparison, threshold, verdict }: CheckResult): Line[] => [
  [code(id)],
  [numberText(before)],
  [numberText(after)],
  [`${comparison} ${numberText(threshold)}`],
  [verdict],
];

/**
 * What the metrics showed before and after the change, and how it was judged: as a table, and each as its series, or as
 * bars where no series is on record.
 */
export const validation = ({ validation: result, judged }: Facts): Section => {
  if (result === undefined) return section('Before and after', 'Nothing was validated.');
  const { outcome, alarm, checks } = result;
  const views = judgedViews({ judged });
  const bars = checks.filter((check) => !views.some(({ id }) => id === check.id));
  const measured: Block[] =
    checks.length === 0
      ? []
      : [
          {
            kind: 'table',
            of: 'metrics',
            head: ['Metric', 'Before', 'After', 'Expected', 'Verdict'],
            rows: checks.map(row),
          },
        ];
  return section(
    'Before and after',
    '',
    text('Judged ', strong(outcome), '; the alarm was ', fact(alarm), '.'),
    ...measured,
    ...chartsBlock('judged', views),
    ...(bars.length === 0 ? [] : [{ kind: 'bars', bars } as const]),
  );
};
