import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { closingReport } from '../../../core/report/closing-report.ts';
import { readFacts } from '../../../core/report/facts.ts';
import { incidentReport } from '../../../core/report/incident-report.ts';
import { markdown } from '../../../core/report/markdown.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { chart, judged } from '../../support/chart.ts';
import { factItems, facts } from '../../support/facts.ts';
import { later } from '../../support/incident.ts';

const stored = async () => {
  const known = await facts({ chart: chart(), judged });
  const { table } = memoryTable(() => later(300));
  await table.transact(factItems(known).map((item) => ({ kind: 'create', item })));
  return { known, table };
};

describe('the facts of an incident', () => {
  it('are read as they were stored, and make the same report', async () => {
    const { known, table } = await stored();
    const read = await readFacts(table, known.incident);
    expect(read).toMatchObject({ ...known, history: known.history.map((step) => expect.objectContaining(step)) });
    expect(closingReport(read)).toBe(markdown(incidentReport(known)));
  });

  it('are absent where nothing was written', async () => {
    const { incident } = await facts();
    const { table } = memoryTable(() => later(300));
    expect(await readFacts(table, incident)).toMatchObject({
      history: [],
      evidence: undefined,
      chart: undefined,
      judged: undefined,
      choices: undefined,
      decisions: [],
      journal: [],
      unreadable: [],
    });
  });

  it('name a record that cannot be read, and are read without it', async () => {
    const { known, table } = await stored();
    const { id, approvalId = '' } = known.incident;
    await table.transact([
      { kind: 'replace', item: { ...keys.evidence(id), body: 'none' }, when: [] },
      { kind: 'replace', item: { ...keys.chart(id), body: { ...chart(), points: [[0, 'x']] } }, when: [] },
      { kind: 'replace', item: { ...keys.budget(id), body: { kind: 'known', remainingPercent: 101 } }, when: [] },
      { kind: 'replace', item: { ...keys.judged(id), body: { charts: [] } }, when: [] },
      { kind: 'replace', item: { ...keys.transition(id, 2), seq: 'two' }, when: [] },
      { kind: 'replace', item: { ...keys.decision(approvalId, 'alice'), proof: {} }, when: [] },
    ]);
    const read = await readFacts(table, known.incident);
    expect(read).toMatchObject({
      evidence: undefined,
      chart: undefined,
      judged: undefined,
      decisions: [],
      diagnosis: known.diagnosis,
    });
    expect(read.unreadable.toSorted()).toEqual([
      'a decision',
      'a step',
      'the chart',
      'the error budget',
      'the evidence',
      'the series before and after',
    ]);
  });
});
