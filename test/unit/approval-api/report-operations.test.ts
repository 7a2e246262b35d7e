import { describe, expect, it } from 'vitest';
import { requestItem } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Incident } from '../../../core/incident/incident.ts';
import { opening } from '../../../core/incident/step.ts';
import { figures } from '../../../functions/approval-api/operations/figures.ts';
import { report, ReportBody } from '../../../functions/approval-api/operations/report.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { decision, request } from '../../support/approval.ts';
import { factItems, facts } from '../../support/facts.ts';
import { incident, later, start, versions } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';

const [, , carol] = policyLayer().roster.approvers;
if (carol === undefined) throw new Error('nobody reads');
const who = { method: 'iam', person: carol } as const;
const now = () => later(300);
const everything = { now, mayRead: () => true };

const stored = async () => {
  const known = await facts();
  const { table } = memoryTable(now);
  await table.transact(factItems(known).map((item) => ({ kind: 'create', item })));
  await table.transact([{ kind: 'create', item: { ...keys.incident(known.incident.id), ...known.incident } }]);
  return { id: known.incident.id, table };
};

describe('the operation report', () => {
  it('answers with the report in both forms and with its digest', async () => {
    const { id, table } = await stored();
    const made = await report({ ...everything, table }, who, { incidentId: id });
    expect(made).toMatchObject({
      incidentId: id,
      markdown: expect.stringMatching(/^# Incident report: payments, resolved\n[^]*step 6 holds the digest/),
      html: expect.stringMatching(/^<!doctype html>[^]*<h2>Decisions<\/h2>/),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('does not tell an incident that somebody may not see from one that does not exist', async () => {
    const { id, table } = await stored();
    expect(await report({ table, mayRead: () => false }, who, { incidentId: id })).toBeUndefined();
    expect(await report({ ...everything, table }, who, { incidentId: 'inc-0' })).toBeUndefined();
  });

  it.each([{}, { incidentId: '../x' }, { incidentId: `inc-${'0'.repeat(80)}` }, { incidentId: 'inc-1', more: 1 }])(
    'is not asked for by %j',
    (body) => {
      expect(ReportBody.safeParse(body).success).toBe(false);
    },
  );
});

describe('the operation figures', () => {
  const world = async (count: number, changedAt = start, change: Partial<Incident> = {}) => {
    const { table } = memoryTable(now);
    for (let n = 0; n < count; n += 1) {
      const approvalId = String(n).padStart(32, '0');
      const id = `inc-20261120030000-${String(n).padStart(8, '0')}`;
      const made = await decision({ approvalId, incidentId: id, decidedAt: later(n === 0 ? 3 : 60).toISOString() });
      const one = incident({ id, status: 'resolved', approvalId, changedAt: changedAt.toISOString(), ...change });
      await table.transact([
        ...opening(one, { to: 'resolved', by: 'validator', at: changedAt, versions }),
        { kind: 'create', item: requestItem(request({ approvalId, incidentId: id })) },
        { kind: 'create', item: { ...keys.decision(approvalId, 'alice'), ...made } },
      ]);
    }
    return table;
  };

  it('are of the incidents of these days in which somebody was asked', async () => {
    const table = await world(3);
    const answer = await figures({ ...everything, table }, who, { days: 1 });
    expect(answer).toMatchObject({
      days: 1,
      incidents: 3,
      more: false,
      figures: {
        all: { asked: 3, decided: 3, quickShare: 1 / 3 },
        approvers: [{ approver: 'alice' }, { approver: 'bob' }],
      },
    });
    const old = await world(2, later(-2 * 86_400));
    expect(await figures({ ...everything, table: old }, who, { days: 1 })).toMatchObject({ incidents: 0 });
    expect(await figures({ ...everything, table: old }, who, { days: 3 })).toMatchObject({ incidents: 2 });
  });

  it.each([
    ['rolled_back', {}, 2],
    ['rolled_back', { rollbackAsked: { by: 'bob', times: 1 } }, 0],
    ['rolling_back', { rollbackAsked: { by: 'bob', times: 1 } }, 0],
    ['rollback_failed', { rollbackAsked: { by: 'bob', times: 1 } }, 0],
  ] as const)(
    'count an incident that is %s with %j as %i wrong approvals of two',
    async (status, asked, overturned) => {
      const table = await world(2, start, { status, ...asked });
      expect(await figures({ ...everything, table }, who, { days: 1 })).toMatchObject({
        incidents: 2,
        figures: { all: { approved: 2, overturned } },
      });
    },
  );

  it('are of nothing that somebody may not see', async () => {
    const table = await world(2);
    const mayRead = (_who: unknown, { id }: { id: string }) => id.endsWith('1');
    expect(await figures({ now, mayRead, table }, who, { days: 1 })).toMatchObject({ incidents: 1 });
  });

  it('say that there is more when a status has more than were read', async () => {
    expect(await figures({ ...everything, table: await world(51) }, who, { days: 1 })).toMatchObject({ more: true });
  });
});
