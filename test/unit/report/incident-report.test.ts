import { describe, expect, it } from 'vitest';
import type { ErrorBudget } from '../../../core/evidence/error-budget.ts';
import { html } from '../../../core/report/html.ts';
import { incidentReport } from '../../../core/report/incident-report.ts';
import { markdown } from '../../../core/report/markdown.ts';
import type { Facts } from '../../../core/report/facts.ts';
import { decision, request } from '../../support/approval.ts';
import { diagnosis, evidence } from '../../support/approval-page.ts';
import { chart, judged } from '../../support/chart.ts';
import { facts, verified } from '../../support/facts.ts';
import { incident, later } from '../../support/incident.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

const known = await facts();
const budget = {
  kind: 'known' as const,
  objective: 99.9,
  days: 30,
  budgetMinutes: 43.2,
  countedHours: 700,
  windowHours: 720,
};
const by = {
  link: await decision({ identity: 'link' }),
  signature: await decision({ identity: 'iam' }),
  breakGlass: await decision({ breakGlass: true }),
  rejecting: { ...(await decision({ purpose: 'reject' })), reason: 'a release is running' },
  stranger: await decision({ approver: 'mallory' }),
};
const reported = (change: Partial<Facts> = {}): string => markdown(incidentReport({ ...known, ...change }));
const sectionOf = (report: string, title: string): string =>
  report.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';

describe('the incident report', () => {
  it('tells the whole incident in its first lines', () => {
    expect(reported().split('\n').slice(0, 3)).toEqual([
      '# Incident report: payments, resolved',
      '',
      'payments (severity high): **resolved** after 4 min. Cause: `oom_killed` of Deployment `checkout/payments-api` (94 %, named by the rules). Last decision: approved by alice (1 decision). The journal holds 2 calls that succeeded.',
    ]);
  });

  it.each<[string, ErrorBudget, string]>([
    [
      'what is left',
      { ...budget, remainingPercent: 93.21, remainingMinutes: 40.27 },
      'Error budget (99.9 % over 30 days): **93.21 % left**, 40.27 of 43.2 min.\n',
    ],
    [
      'how much more was used than there is',
      { ...budget, remainingPercent: -50, remainingMinutes: -21.6, countedHours: 24 },
      '**used up**: 150 % used, 21.6 min more than it has (43.2 min). Requests were counted in 24 of 720 hours only.\n',
    ],
    [
      'that it is not known',
      { kind: 'unknown', objective: 99.9, days: 30, why: 'no-requests' },
      'Error budget (99.9 % over 30 days): **not known**, no requests were counted.\n',
    ],
  ])('tells of the error budget %s', (_what, of, line) => {
    expect(sectionOf(reported({ budget: of }), 'Evidence')).toContain(line);
  });

  it.each([
    ['Incident', 'Incident `inc-20261120030000-0a1b2c3d`'],
    ['Incident', 'Threshold Crossed'],
    ['Timeline', '(+1 min) **approved**, by approval-api for `alice`: the quorum approved. Reason: approved by alice'],
    ['Timeline', 'Not listed: 1 step that moved nothing (reminders, polls, further tries): awaiting approval 1.'],
    ['Evidence', '- `S1` **cited** Container app ended with exit code 137 (OOMKilled), 3 times in 10 minutes'],
    ['Cause', 'Named by fixed rules.'],
    ['Cause', 'confidence 94 %, cites `S1`, `S2`: Container app of payments-api runs out of memory'],
    ['Decisions', 'alice, bob; 1 person of 1 role; from 2026-11-20 03:00:00 UTC until 2026-11-20 03:15:00 UTC'],
    ['Decisions', 'alice as analyst **approved the change** 1 min after the request, identified by a token of the'],
    ['Decisions', 'step 6 holds the digest of this proof'],
    ['Change', '`containers.app.limits.memory` from `512Mi` to `1Gi`'],
    ['Change', 'Risk low: 2 resources are changed'],
    [
      'Journal',
      '`set-hpa-bounds` on HorizontalPodAutoscaler `checkout/payments-api`: **succeeded**; before `minReplicas` = `2`',
    ],
    ['Before and after', '| `p99` | 1840 | 143 | below 200 | met |'],
    ['Not known', 'change history: access was denied'],
    ['Not done', 'To do nothing: nothing is changed; the alarm stays and people are told'],
    ['Similar incidents', '`inc-20261001000000-aaaaaaaa`, 2026-10-04 19:53:20 UTC, this resource, 90 % alike'],
    ['Versions and digests', '`evidence` is what step 2 recorded'],
    ['Versions and digests', '- Step 9, resolved, validator `7`, policy `policy-1`; `validation` `'],
  ])('says under %s: %s', (title, said) => {
    expect(sectionOf(reported(), title)).toContain(said);
  });

  it('draws each metric before and after with its threshold', () => {
    const bars = sectionOf(reported(), 'Before and after').split('```')[1]?.trim().split('\n') ?? [];
    expect(bars.map((line) => line.split('█').length - 1)).toEqual([40, 3, 0]);
    expect(bars[2]).toMatch(/^below {6}\| +200$/);
  });

  it.each<[string, Partial<Facts>, string, string]>([
    ['a link', { decisions: [by.link] }, 'Decisions', 'by the one-time link'],
    ['a signature', { decisions: [by.signature] }, 'Decisions', 'signed with their AWS credentials'],
    ['break-glass', { decisions: [by.breakGlass] }, 'Decisions', '**BREAK-GLASS: alone'],
    ['a reason', { decisions: [by.rejecting] }, 'Decisions', '**rejected** 1 min after the request'],
    ['no decision', { decisions: [], requests: [request({ status: 'expired' })] }, 'Decisions', 'Nobody decided.'],
    [
      'a forged proof',
      { decisions: [by.stranger] },
      'Decisions',
      '; **NO STEP HOLDS THE DIGEST OF THIS PROOF**; no reason',
    ],
    ['no request', { decisions: [], requests: [] }, 'Decisions', 'Nobody was asked.'],
    ['no evidence', { evidence: undefined }, 'Evidence', 'No evidence is on record.'],
    ['no diagnosis', { diagnosis: undefined }, 'Cause', 'No diagnosis is on record.'],
    [
      'an abstention',
      { diagnosis: { ...diagnosis, kind: 'abstained', causes: [] } },
      'Cause',
      'does not show one cause',
    ],
    ['no proposal', { choices: undefined }, 'Change', 'No change was proposed.'],
    ['no call', { journal: [] }, 'Journal', 'No call was made.'],
    ['no validation', { validation: undefined }, 'Not known', 'Whether the change helped: it was not validated'],
    [
      'an unreadable record',
      { unreadable: ['the evidence'] },
      'Not known',
      'The record of the evidence is there and cannot',
    ],
    [
      'other evidence than was recorded',
      { evidence: { ...evidence, gaps: [] } },
      'Versions and digests',
      '`evidence`: **NOT WHAT WAS RECORDED by a step**, found `',
    ],
    [
      'a step that the lifecycle does not have',
      { history: known.history.map((step) => ({ ...step, by: 'auditor' as never })) },
      'Timeline',
      'a move that the lifecycle does not have',
    ],
    [
      'a metric without data',
      { validation: { ...verified, checks: [{ ...verified.checks[0], after: null, verdict: 'unknown' }] as never } },
      'Not known',
      'Metric p99 after the change: no data',
    ],
    [
      'a call without an outcome',
      { journal: known.journal.map((line) => ({ ...line, status: 'outcome_unknown' as const })) },
      'Not known',
      'The outcome of a call on Deployment `checkout/payments-api`',
    ],
    [
      'an alternative',
      { choices: choiceSet(proposal(), proposal({ title: 'only more memory' })) },
      'Not done',
      'Not chosen, risk low: only more memory, digest `',
    ],
    [
      'an incident that is not over',
      { incident: incident({ status: 'executing', changedAt: later(80).toISOString() }) },
      'Incident',
      'It is not over',
    ],
  ])('with %s says so', (_what, change, title, said) => {
    expect(sectionOf(reported(change), title)).toContain(said);
  });

  it('counts what the journal says, whatever state the row of the incident is in', () => {
    const open = known.journal.map((line) => ({ ...line, status: 'outcome_unknown' as const }));
    const said = (change: Partial<Facts>) => reported(change).split('\n')[2];
    expect(said({ journal: [] })).toContain('The journal holds no change.');
    const back = known.journal.map((line) => ({ ...line, status: 'rolled_back' as const }));
    expect(said({ journal: back })).toContain('holds 2 calls that succeeded, 2 of them taken back.');
    expect(said({ journal: open })).toContain('0 calls that succeeded, 2 calls without a known outcome.');
    expect(said({ journal: [], unreadable: ['a journal line'] })).toContain(
      'whether something was changed is not known',
    );
  });

  describe('of a model', () => {
    const words = 'it is certain that 9999 pods died, S7 proves it';
    const spoken = {
      ...diagnosis,
      source: 'model' as const,
      model: { id: 'some-model', inputTokens: 1, outputTokens: 1, answerSha256: 'a' },
      causes: diagnosis.causes.map((cause) => ({ ...cause, summary: words })),
      considered: [{ category: 'crash_loop', reason: words }],
      missing: [words],
    };

    it('quotes it as what it said, and nowhere else, the timeline included', () => {
      const { history, ...rest } = { ...known, diagnosis: spoken };
      const analyzed = history.map((step) => (step.by === 'analyzer' ? { ...step, reason: `${words} (model)` } : step));
      const lines = markdown(incidentReport({ ...rest, history: analyzed })).split('\n');
      const about = lines.filter((line) => line.includes('9999'));
      expect(about).toHaveLength(3);
      for (const line of about) expect(line).toMatch(/in its own words and unchecked: “it is certain[^“”]*”$/);
      expect(html(incidentReport({ ...rest, history: analyzed })).split(words)).toHaveLength(4);
    });

    it('takes category, confidence and citations from the checked fields and names the model', () => {
      const report = reported({ diagnosis: spoken });
      expect(report).toContain('Named by the language model `some-model`.');
      expect(report).toContain(
        '- **1.** `oom_killed` of Deployment `checkout/payments-api`, confidence 94 %, cites `S1`, `S2`\n',
      );
      expect(report.split('\n')[2]).toContain('(94 %, named by the language model)');
    });
  });

  it('lists the calls in the order in which they were made', () => {
    expect(reported({ journal: known.journal.toReversed() })).toBe(reported());
  });

  it('is the same, byte for byte, of the same facts in another order of their fields', () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([name, inner]) => [name, turned(inner)]),
            )
          : value;
    const same = { ...known, chart: chart(), judged };
    const other = turned(same) as Facts;
    for (const render of [markdown, html]) expect(render(incidentReport(other))).toBe(render(incidentReport(same)));
  });
});
