import { traceIdOf } from '../../../../core/incident/trace.ts';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../core/incident/incident.ts';
import { keys } from '../../../../core/incident/keys.ts';
import { opening } from '../../../../core/incident/step.ts';
import { runDocument } from '../../../../local/cli/document.ts';
import { summaryOf } from '../../../../local/cli/summary.ts';
import { memoryTable } from '../../../../local/engine/memory-table.ts';

const at = new Date('2026-03-02T02:10:00.000Z');
const versions = { policy: 'p', function: 'f' };
const approvalId = 'a'.repeat(32);

const incident = (status: Incident['status']): Incident => ({
  id: 'inc-1',
  status,
  seq: 1,
  openedAt: at.toISOString(),
  changedAt: at.toISOString(),
  alarm: {
    name: 'some-alarm',
    arn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:some-alarm',
    account: '123456789012',
    region: 'eu-central-1',
    kind: 'metric',
    state: 'ALARM',
    reason: 'Threshold Crossed',
    metrics: [],
    at: at.toISOString(),
  },
  resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
  service: 'payments',
  severity: 'high',
  approvalId,
  leases: [],
});

const tableWith = async (status: Incident['status'], request?: 'pending' | 'expired') => {
  const { table } = memoryTable(() => at);
  await table.transact(opening(incident(status), { to: status, by: 'alarm-handler', at, versions }));
  if (request !== undefined) {
    const fields = {
      approvalId,
      purpose: 'change',
      incidentId: 'inc-1',
      choiceSetDigest: '0',
      approvers: ['alice'],
      quorum: { people: 1, roles: 1 },
      status: request,
      createdAt: at.toISOString(),
      expiresAt: at.toISOString(),
      version: 0,
    };
    await table.transact([{ kind: 'create', item: { ...keys.approval(approvalId), ...fields } }]);
  }
  return table;
};

describe('the document of a run', () => {
  it('has every key where nothing was found, proposed or done', async () => {
    const document = await runDocument(await tableWith('report_only'), ['inc-1'], null);
    expect(document).toEqual({
      incident: {
        id: 'inc-1',
        traceId: traceIdOf('inc-1'),
        status: 'report_only',
        alarm: 'some-alarm',
        resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
        history: [{ status: 'report_only', at: at.toISOString(), by: 'alarm-handler' }],
      },
      incidents: [document.incident],
      evidence: { signals: [], gaps: ['no evidence was collected'], promptTokens: 0 },
      diagnosis: { kind: 'abstained', source: 'rules', causes: [] },
      proposal: null,
      approval: null,
      journal: [],
      validation: null,
      audit: null,
    });
    expect(summaryOf(document)).toMatch(/^Ended +report only after 0:00$/m);
  });

  it.each([
    ['awaiting_approval', 'pending', 'pending'],
    ['self_recovered', 'pending', 'void'],
    ['expired', 'expired', 'expired'],
  ] as const)(
    'calls the request of an incident that is %s and a request that is %s %s',
    async (status, stored, shown) => {
      const document = await runDocument(await tableWith(status, stored), ['inc-1'], null);
      expect(document.approval).toEqual({ status: shown, decisions: [] });
    },
  );

  it('is about the last incident and lists all', async () => {
    const table = await tableWith('report_only');
    await table.transact(
      opening({ ...incident('report_only'), id: 'inc-2' }, { to: 'report_only', by: 'alarm-handler', at, versions }),
    );
    const document = await runDocument(table, ['inc-1', 'inc-2'], null);
    expect(document.incident.id).toBe('inc-2');
    expect(document.incidents.map(({ id }) => id)).toEqual(['inc-1', 'inc-2']);
  });

  it('throws for an incident that the table does not have', async () => {
    await expect(runDocument(await tableWith('report_only'), ['inc-9'], null)).rejects.toThrow('no incident inc-9');
  });
});
