import { describe, expect, it } from 'vitest';
import { detect } from '../../../core/incident/runtime-security/detect.ts';
import { readLine } from '../../../core/incident/runtime-security/read-line.ts';
import { keys } from '../../../core/incident/keys.ts';
import { readFacts } from '../../../core/report/facts.ts';
import { incidentReport } from '../../../core/report/incident-report.ts';
import { markdown } from '../../../core/report/markdown.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { connects, exec } from '../../../local/workload/agent-events.ts';
import { facts } from '../../support/facts.ts';
import { incident, later } from '../../support/incident.ts';

const findings = (...lines: object[]) => {
  const events = lines.flatMap((line) => {
    const read = readLine(JSON.stringify(line));
    return read.kind === 'event' ? [read.event] : [];
  });
  return [...detect(events, { kind: 'LogGroup', name: '/agents' }).values()].flatMap(({ sightings }) =>
    sightings.map(({ finding }) => finding),
  );
};

const attacked = incident({ alarm: { ...incident().alarm, kind: 'runtime' } });
const chain = findings(
  connects('203.0.113.9', 443, { at: '2026-11-20T02:11:40Z' }),
  exec({ binary: '/bin/bash', at: '2026-11-20T02:10:00Z' }),
);

describe('what agents saw, in a report', () => {
  it('is told in order of time, also what came after the diagnosis', async () => {
    const text = markdown(incidentReport(await facts({ incident: attacked, seen: chain })));
    const section = text.slice(text.indexOf('## What agents saw'), text.indexOf('## Evidence'));
    expect(section.indexOf('unexpected_shell')).toBeGreaterThan(0);
    expect(section.indexOf('public_egress')).toBeGreaterThan(section.indexOf('unexpected_shell'));
  });

  it('is no section of an incident of an alarm', async () => {
    expect(markdown(incidentReport(await facts({ seen: chain })))).not.toContain('What agents saw');
  });

  it('is read from what was kept with the incident, and a line that cannot be read is named', async () => {
    const { table } = memoryTable(() => later(300));
    const [first] = chain;
    if (first === undefined) throw new Error('something was found');
    const at = keys.finding(attacked.id, first.at, first.id);
    const broken = keys.finding(attacked.id, first.at, 'broken');
    await table.transact([
      { kind: 'create', item: { ...at, body: first } },
      { kind: 'create', item: { ...broken, body: { rule: 'dream' } } },
    ]);
    expect(await readFacts(table, attacked)).toMatchObject({
      seen: [first],
      unreadable: ['a line of what agents saw'],
    });
    expect((await readFacts(table, incident())).seen).toEqual([]);
  });
});
