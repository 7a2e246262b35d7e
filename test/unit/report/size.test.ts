import { describe, expect, it } from 'vitest';
import { html } from '../../../core/report/html.ts';
import { incidentReport, mostBytes } from '../../../core/report/incident-report.ts';
import { markdown } from '../../../core/report/markdown.ts';
import type { Facts } from '../../../core/report/facts.ts';
import { chart, judged } from '../../support/chart.ts';
import { facts } from '../../support/facts.ts';

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');
const many = <T>(count: number, of: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => of(n));

/** Everything there is, far too often, and each text as long and as costly to escape as it can be. */
const huge = async (count: number): Promise<Facts> => {
  const small = await facts();
  const { evidence, choices, validation } = small;
  const long = '<&|"\'>`'.repeat(60).slice(0, 300);
  const copies = <T>(one: T | undefined): T[] => (one === undefined ? [] : many(count, () => one));
  return {
    ...small,
    chart: chart({ name: long.slice(0, 256), of: long.slice(0, 256) }),
    judged,
    evidence: evidence && {
      ...evidence,
      signals: copies(evidence.signals[0]).map((one) => ({ ...one, summary: long, pointer: long.slice(0, 256) })),
      gaps: copies(long),
    },
    remembered: { similar: copies(small.remembered?.similar[0]) },
    choices: choices && {
      ...choices,
      choices: choices.choices.map((one) => ({ ...one, title: long, actions: copies(one.actions[0]) })),
    },
    decisions: copies(small.decisions[0]).map((one) => ({ ...one, reason: long })),
    requests: copies(small.requests[0]).map((one) => ({ ...one, approvers: [long] })),
    journal: copies(small.journal[0]).map((one) => ({
      ...one,
      error: long,
      prior: { [long]: long },
      observed: { [long]: long },
    })),
    history: copies(small.history[0]).map((one) => ({ ...one, reason: long })),
    validation: validation && { ...validation, checks: copies(validation.checks[0]) },
  };
};

const cut = markdown(incidentReport(await huge(300)));

describe('the size of a report', () => {
  it.each([1, 60])('stays below what a notice can carry, with %i of each', async (count) => {
    const report = incidentReport(await huge(count));
    expect(bytes(markdown(report))).toBeLessThanOrEqual(mostBytes);
    expect(bytes(html(report))).toBeLessThanOrEqual(4 * mostBytes);
  });

  it('says what was left out, where it would stand, and leaves nothing out of a usual one', async () => {
    for (const what of ['signals', 'steps', 'calls', 'decisions', 'requests', 'gaps', 'metrics', 'incidents']) {
      expect(cut).toMatch(new RegExp(`\\*\\*\\d+ more ${what} are left out here\\.\\*\\*`));
    }
    expect(markdown(incidentReport(await facts()))).not.toContain('left out here');
  });

  it('leaves charts out before anything else', async () => {
    const known = { ...(await facts()), chart: chart(), judged };
    expect(markdown(incidentReport(known))).not.toContain('left out here');
    const { evidence } = known;
    const of = (count: number, charted: boolean) => {
      const long = evidence?.signals.slice(0, 1).map((one) => ({ ...one, summary: 'x'.repeat(300) })) ?? [];
      const more = evidence && { ...evidence, signals: many(count, () => long).flat() };
      const charts = charted ? {} : { chart: undefined, judged: undefined };
      return markdown(incidentReport({ ...known, ...charts, evidence: more }));
    };
    // As many signals as fit with the notes about charts, so that there is no room for a chart.
    const one = bytes(of(1, false));
    const most = Math.floor((mostBytes - one) / (bytes(of(2, false)) - one));
    expect(of(most, false)).not.toContain('left out here');
    const text = of(most, true);
    expect(text.match(/\*\*\d+ more \w+ are left out here\.\*\*/g)).toEqual([
      '**1 more charts are left out here.**',
      '**2 more charts are left out here.**',
    ]);
    expect(bytes(text)).toBeLessThanOrEqual(mostBytes);
  });

  it('never cuts a digest', async () => {
    const { decisions } = await facts();
    const digest = decisions[0]?.proof.chosenDigest ?? '';
    expect(cut).toContain(`\`${digest}\``);
  });
});
