import { expect, it } from 'vitest';
import * as z from 'zod';
import { AuditRecord } from '../../core/audit/record.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import { readIncident, StoredTransition, type TransitionRecord } from '../../core/incident/step.ts';
import { stepTrace, traceIdOf } from '../../core/incident/trace.ts';
import { incidentIn } from '../../core/runtime/log-trace.ts';
import { readFacts } from '../../core/report/facts.ts';
import { closingReport } from '../../core/report/closing-report.ts';
import { named, played } from '../support/played.ts';

const Traced = z.looseObject({ traceparent: z.string() });
const traceOf = (traceparent: string): string | undefined => traceparent.split('-')[1];

it('an incident is one trace, from the alarm to the report, in every step, line and audit record', async () => {
  const left = { steps: [] as TransitionRecord[], report: '' };
  const { document, stack } = await played(named('eks-oomkilled'), {
    atEnd: async (table, incidentId) => {
      const items = await table.list(keys.incident(incidentId).pk, prefixes.transition);
      left.steps = items.map((item) => StoredTransition.parse(item));
      const incident = await readIncident(table, incidentId);
      left.report = incident === undefined ? '' : closingReport(await readFacts(table, incident));
    },
  });
  const { id, traceId } = document.incident;
  expect(document.incident.status).toBe('resolved');
  expect(traceId).toBe(traceIdOf(id));

  expect(left.steps.length).toBeGreaterThan(8);
  for (const { seq, traceparent, parentSpan } of left.steps) {
    expect({ traceparent, parentSpan }).toEqual({ parentSpan: undefined, ...stepTrace(id, seq) });
  }

  const { auditStore, log } = stack.ports;
  const texts = await Promise.all((await auditStore.list('records/')).map((key) => auditStore.get(key)));
  const records = texts
    .map((text) => AuditRecord.parse(JSON.parse(String(text))))
    .filter(({ incident }) => incident === id);
  expect(new Set(records.map(({ chain }) => chain.replace(/-.*/, '')))).toEqual(new Set(['inc', 'AUDIT']));
  for (const { what } of records) expect(traceOf(Traced.parse(what).traceparent)).toBe(traceId);
  const spans = records.map(({ what }) => Traced.parse(what).traceparent);
  expect(new Set(spans).size).toBe(spans.length);
  expect(document.audit).toMatchObject({ verified: true });

  const lines = log.entries.filter(({ facts }) => incidentIn(facts) === id);
  expect(lines.map(({ message }) => message)).toEqual(
    expect.arrayContaining(['alarm opened', 'analyzed', 'decided', 'incident executed', 'incident resolved']),
  );
  expect(log.entries.filter(({ facts }) => JSON.stringify(facts).includes(id))).toEqual(lines);
  for (const { trace } of lines) expect(trace).toEqual({ trace_id: traceId });

  expect(left.report).toContain(traceId);
});
