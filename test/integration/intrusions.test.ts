import { describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { expectsNone, scenarios } from '../../local/scenarios/catalogue.ts';
import { named, played, playedQuietly } from '../support/played.ts';
import { runAs, underRoles } from '../template/under-roles.ts';

describe('what agents tell of', () => {
  it.each(['runtime-shadow-read', 'runtime-egress', 'attack-chain'])(
    '%s is released by a rollback that somebody asks for and others decide',
    async (name) => {
      const ran = await played(named(name), { release: 'alice' });
      expect(ran.document.incident.status).toBe('rolled_back');
      const { intrusions } = ran.stack.world;
      const resolvedAt = ran.document.incident.history.find(({ status }) => status === 'resolved')?.at ?? '';
      // People who do not have to think release it in the moment in which it is resolved.
      const before = new Date(Date.parse(resolvedAt) - 1);
      expect(intrusions.isolatedSince('receipts', before)).toBeDefined();
      expect(intrusions.isolatedSince('receipts', ran.stack.ports.now())).toBeUndefined();
    },
  );

  it('attack-chain: the report tells the whole of it in order of time, also what came after the link', async () => {
    let report = '';
    const ran = await played(named('attack-chain'), {
      atEnd: async (table, id) => {
        report = JSON.stringify(await table.get(keys.report(id)));
      },
    });
    const summaries = ran.document.evidence.signals.map(({ summary }) => summary);
    const told = ['is a shell', 'installs or lists packages', 'becomes root', 'serviceaccount', '203.0.113.77:8443'];
    expect(summaries.join()).not.toContain('203.0.113.77:8443');
    const places = told.map((words) => report.indexOf(words, report.indexOf('What agents saw')));
    expect(places.filter((place) => place === -1)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it.each(scenarios.filter(expectsNone).map((scenario) => [scenario.name, scenario] as const))(
    '%s opens no incident under the roles of the template, and leaves nothing in a dead-letter queue',
    async (_name, scenario) => {
      const refused = new Set<string>();
      const { expected, audit, deadLetters } = await playedQuietly(scenario, {
        around: runAs,
        changePorts: (ports) => underRoles(ports, refused),
      });
      expect([...refused]).toEqual([]);
      expect(deadLetters).toEqual([]);
      expect(expected).toBe('none');
      expect(audit).toMatchObject({ verified: true, findings: [] });
    },
  );
});
