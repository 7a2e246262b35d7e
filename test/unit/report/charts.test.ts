import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartSvg } from '../../../core/approval/page/chart/svg.ts';
import { chartLine } from '../../../core/report/chart-text.ts';
import { chartTexts, chartWords } from '../../../core/report/chart-words.ts';
import type { Facts } from '../../../core/report/facts.ts';
import { html } from '../../../core/report/html.ts';
import { incidentReport } from '../../../core/report/incident-report.ts';
import { markdown } from '../../../core/report/markdown.ts';
import { sha256 } from '../../../core/remediation/digest.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';
import { evidence } from '../../support/approval-page.ts';
import { chart, judged } from '../../support/chart.ts';
import { facts, verified } from '../../support/facts.ts';
import { later } from '../../support/incident.ts';

const [signal] = evidence.signals;
if (signal === undefined) throw new Error('there is a signal');
const pack = {
  ...evidence,
  onset: later(-300).toISOString(),
  signals: [
    ...evidence.signals,
    { ...signal, id: 'S9', kind: 'change' as const, summary: 'a rollout', time: later(-900).toISOString() },
  ],
};
const known = await facts({ evidence: pack, chart: chart(), judged });
const reportOf = (change: Partial<Facts> = {}) => incidentReport({ ...known, ...change });
const page = (change: Partial<Facts> = {}) => html(reportOf(change));
const file = (change: Partial<Facts> = {}) => markdown(reportOf(change));
const figures = (text: string): string[] => text.match(/<figure class="chart">[^]*?<\/figure>/g) ?? [];
const marksOf = (figure = ''): string[] =>
  [...figure.matchAll(/class="mark (\w+)">.*?<text[^>]*>([^<]*)</g)].map(([, kind, text]) => `${kind} ${text}`);

describe('the charts of a report', () => {
  it('are the metric of the alarm with what happened, and each judged metric with the change', () => {
    const drawn = figures(page());
    expect(drawn.map(marksOf)).toEqual([
      ['onset onset', 'alarm alarm', 'executed change', 'change 1'],
      ['executed change'],
      ['executed change'],
    ]);
    expect(drawn[0]).toContain('runbook limit 95 %');
    expect(drawn[1]).toContain('expected &lt; 200 ms');
    const ids = [...page().matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are a line of words each in Markdown, and the sign of a change is explained', () => {
    const lines = file().split('\n');
    const line = lines.find((one) => one.startsWith('`pod_memory_utilization_over_pod_limit` (Maximum'));
    expect(line).toContain('2026-11-20 02:00:00 UTC to 2026-11-20 03:01:00 UTC: from 60 % to 99 %; last 97 %;');
    expect(line).toContain(
      'passed the runbook limit 95 % at 02:55; highest 99 % at 02:56; onset 02:55; alarm 03:00; 1 02:45',
    );
    expect(line).toContain('The metric of the alarm itself was not read.');
    expect(lines).toContain('- **1** in the chart: 2026-11-20 02:45:00 UTC, a rollout');
    expect(lines.find((one) => one.startsWith('`Latency`'))).toContain('expected &lt; 200 ms; change 03:02');
    expect(file()).not.toMatch(/<svg|```/);
  });

  it('leave the bars to metrics without a series', () => {
    const [p99] = verified.checks;
    const checks = [...verified.checks, ...(p99 === undefined ? [] : [{ ...p99, id: 'errors' }])];
    const more = { validation: { ...verified, checks } };
    expect([...page(more).matchAll(/<figure><figcaption><bdi>(\w+)/g)].map(([, id]) => id)).toEqual(['errors']);
    expect(page({ chart: undefined, judged: undefined })).not.toContain('<figure class="chart">');
    expect(file({ chart: undefined, judged: undefined })).toContain('```\nbefore');
  });

  it('are compared with what the steps recorded', () => {
    const history = known.history.map((step) =>
      step.to === 'analyzed'
        ? { ...step, digests: { ...step.digests, chart: sha256(chart()) } }
        : step.to === 'resolved'
          ? { ...step, digests: { ...step.digests, judged: sha256({ ...judged, charts: [] }) } }
          : step,
    );
    expect(file({ history })).toContain('`chart` is what step 2 recorded');
    expect(file({ history })).toContain('`judged`: **NOT WHAT WAS RECORDED by a step**');
  });

  it('say in English what the page says', () => {
    const { languages } = loadPolicyLayer('layers/policy');
    expect(languages['en']?.page).toMatchObject(chartTexts);
  });

  it('never stop a report, whatever numbers were stored', () => {
    const point = fc.tuple(fc.maxSafeNat(), fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })));
    const some = fc.record({
      points: fc.array(point, { minLength: 1, maxLength: 6 }),
      to: fc.constantFrom(later(60), later(-9999)).map((at) => at.toISOString()),
    });
    fc.assert(
      fc.property(some, (change) => {
        const view = { chart: chart(change), marks: [{ kind: 'alarm' as const, at: later(0).toISOString() }] };
        expect(chartSvg(view.chart, view.marks, chartWords)).toMatch(/^<svg [^]*<\/svg>$/);
        expect(JSON.stringify(chartLine(view))).toContain('alarm 03:00');
      }),
      { numRuns: 100 },
    );
  });
});
