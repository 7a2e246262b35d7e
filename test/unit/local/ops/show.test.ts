import { describe, expect, it } from 'vitest';
import { consoleHome } from '../../../../core/aws/console-home.ts';
import { consoleLinks } from '../../../../core/incident/console-links.ts';
import { traceIdOf } from '../../../../core/incident/trace.ts';
import type { Api } from '../../../../local/ops/api.ts';
import { showIncident } from '../../../../local/ops/show.ts';
import { incident as stored } from '../../../support/incident.ts';

const { id, openedAt, changedAt, resource, alarm } = stored();
const incident = {
  id,
  traceId: traceIdOf(id),
  status: 'resolved',
  over: true,
  service: 'payments',
  severity: 'high',
  resource,
  alarm: { name: alarm.name, reason: 'r', at: alarm.at },
  openedAt,
  changedAt,
};
const logPlace = { home: consoleHome('eu-central-1'), logGroups: ['ops-AnalyzerLogs-1A'], dashboard: 'ops' };
const document = { now: changedAt, incident, steps: [], diagnosis: null, choices: [], requests: [], validation: null };
const answering = (answer: object): Api => ({
  post: () => Promise.reject(new Error('not asked')),
  operation: async (_name, _body, schema) => schema.parse(answer),
});
const text = async (answer: object): Promise<string> => (await showIncident(answering(answer), id)).text;

describe('npm run ops -- incidents show', () => {
  it('has the trace id, and where the lines of it and the dashboard are', async () => {
    const shown = await text({ ...document, logPlace });
    expect(shown).toContain(incident.traceId);
    for (const link of Object.values(consoleLinks(logPlace, incident, new Date(changedAt))))
      expect(shown).toContain(link);
  });

  it('has the id alone where there is no console, and neither of a deployment of an older build', async () => {
    expect(await text(document)).toMatch(/Trace +[0-9a-f]{32}\n/);
    const { traceId: _none, changedAt: _never, ...older } = incident;
    expect(await text({ ...document, incident: older })).not.toContain('Trace');
  });

  it('takes no other address for that of the console', async () => {
    const elsewhere = { ...logPlace, home: 'javascript:alert(1)' };
    await expect(text({ ...document, logPlace: elsewhere })).rejects.toThrow('home');
  });
});
