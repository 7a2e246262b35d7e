import { type Bounds, bounded } from './bound.ts';
import type { Report } from './document.ts';
import type { Facts } from './facts.ts';
import { markdown } from './markdown.ts';
import { causes } from './sections/causes.ts';
import { change, notDone } from './sections/change.ts';
import { decisions } from './sections/decisions.ts';
import { evidence } from './sections/evidence.ts';
import { journal } from './sections/journal.ts';
import { overview, summaryLine, titleLine } from './sections/overview.ts';
import { provenance } from './sections/provenance.ts';
import { seen } from './sections/seen.ts';
import { similar } from './sections/similar.ts';
import { timeline } from './sections/timeline.ts';
import { unknowns } from './sections/unknowns.ts';
import { validation } from './sections/validation.ts';

/**
 * Most bytes of a report as Markdown. It travels in a notice, of which SNS takes 262,144 bytes in all its forms together:
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const mostBytes = 60_000;

/**
 * Tried in this order until a report is small enough; the last one always is. Charts go first: they repeat what is in
 * words.
 */
const steps: readonly Bounds[] = [
  { entries: 200, units: 300, charts: 10 },
  { entries: 200, units: 300, charts: 0 },
  { entries: 100, units: 300, charts: 0 },
  { entries: 50, units: 200, charts: 0 },
  { entries: 25, units: 120, charts: 0 },
  { entries: 12, units: 80, charts: 0 },
  { entries: 5, units: 40, charts: 0 },
];

const whole = (facts: Facts): Report => ({
  title: titleLine(facts),
  summary: summaryLine(facts),
  sections: [
    overview(facts),
    timeline(facts),
    ...seen(facts),
    evidence(facts),
    causes(facts),
    decisions(facts),
    change(facts),
    journal(facts),
    validation(facts),
    unknowns(facts),
    notDone(facts),
    similar(facts),
    provenance(facts),
  ],
});

/** The report of an incident, from its records alone: the same records make the same report, byte for byte. */
export const incidentReport = (facts: Facts): Report => {
  const report = whole(facts);
  let cut = report;
  for (const bounds of steps) {
    cut = bounded(report, bounds);
    if (Buffer.byteLength(markdown(cut), 'utf8') <= mostBytes) break;
  }
  return cut;
};
