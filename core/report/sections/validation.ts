import type { CheckResult } from '../../remediation/validation.ts';
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

/** What the metrics showed before and after the change, and how it was judged. */
export const validation = ({ validation: judged }: Facts): Section => {
  if (judged === undefined) return section('Before and after', 'Nothing was validated.');
  const { outcome, alarm, checks } = judged;
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
          { kind: 'bars', bars: checks },
        ];
  return section(
    'Before and after',
    '',
    text('Judged ', strong(outcome), '; the alarm was ', fact(alarm), '.'),
    ...measured,
  );
};
