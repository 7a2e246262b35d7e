import { describe, expect, it } from 'vitest';
import { approvalFigures, type Asked } from '../../../core/approval/figures.ts';
import { decision, request } from '../../support/approval.ts';
import { later } from '../../support/incident.ts';

const now = later(3600);
const asked = async (
  n: number,
  change: Partial<Asked> & { after?: number; by?: string; purpose?: 'approve' | 'reject' } = {},
): Promise<Asked> => {
  const { after, by = 'alice', purpose = 'approve', ...rest } = change;
  const approvalId = String(n).padStart(32, '0');
  const made =
    after === undefined
      ? []
      : [await decision({ approvalId, approver: by, purpose, decidedAt: later(after).toISOString() })];
  return { request: request({ approvalId, status: 'approved' }), decisions: made, status: 'resolved', ...rest };
};
const all = async (...cases: Promise<Asked>[]) => approvalFigures(await Promise.all(cases), now).all;

describe('the figures of approval fatigue', () => {
  it('are of nothing, and not of zero, where nobody was asked', async () => {
    const none = { asked: 0, decided: 0, approved: 0, rejected: 0, expired: 0, overturned: 0 };
    const nothing = { medianSeconds: null, p90Seconds: null, quickShare: null, overturnedShare: null };
    expect(approvalFigures([], now)).toEqual({ all: { ...none, ...nothing }, approvers: [] });
  });

  it('tell how long people took: median, nine of ten, and the share within five seconds', async () => {
    const times = [2, 5, 5.001, 40, 100];
    expect(await all(...times.map((after, n) => asked(n, { after })))).toMatchObject({
      asked: 5,
      decided: 5,
      medianSeconds: 5.001,
      p90Seconds: expect.closeTo(76, 6),
      quickShare: 0.4,
    });
  });

  it('count no time below zero when clocks differ', async () => {
    expect(await all(asked(1, { after: -30 }))).toMatchObject({ medianSeconds: 0, quickShare: 1 });
  });

  it('count a request as expired from the very moment at which it ends', async () => {
    const open = (expiresAt: Date) =>
      asked(1, { request: request({ status: 'pending', expiresAt: expiresAt.toISOString() }) });
    expect(await all(open(now))).toMatchObject({ expired: 1 });
    expect(await all(open(later(3601)))).toMatchObject({ expired: 0 });
  });

  it('put times in order before they are compared, and count approvals apart from rejections', async () => {
    const figures = await all(
      ...[100, 9, 40].map((after, n) => asked(n, { after })),
      asked(9, { after: 20, purpose: 'reject' }),
    );
    expect(figures).toMatchObject({ medianSeconds: 30, decided: 4, approved: 3, rejected: 1 });
  });

  it('count what expired, also where nobody has written it down yet, and what was rejected', async () => {
    const expired = { ...request({ approvalId: 'b'.repeat(32), status: 'expired' }) };
    const late = { ...request({ approvalId: 'c'.repeat(32), status: 'pending', expiresAt: later(900).toISOString() }) };
    const open = {
      ...request({ approvalId: 'd'.repeat(32), status: 'pending', expiresAt: later(9000).toISOString() }),
    };
    const figures = await all(
      ...[expired, late, open].map((one, n) => asked(n, { request: one, status: 'expired' })),
      asked(9, { after: 60, purpose: 'reject', status: 'rejected' }),
    );
    expect(figures).toMatchObject({
      asked: 4,
      decided: 1,
      approved: 0,
      rejected: 1,
      expired: 2,
      overturnedShare: null,
    });
  });

  it('count a request as expired although one of two people approved it, but not for that person', async () => {
    const half = { ...request({ approvalId: 'f'.repeat(32), status: 'expired' }) };
    const figures = approvalFigures([await asked(1, { request: half, after: 60, status: 'expired' })], now);
    expect(figures.all.expired).toBe(1);
    expect(figures.approvers.map(({ expired }) => expired)).toEqual([0, 1]);
  });

  it.each([
    ['rolled_back', 1],
    ['rollback_failed', 1],
    ['fix_ineffective', 1],
    ['rolling_back', 1],
    ['resolved', 0],
    ['closed', 0],
    ['refused', 0],
  ] as const)('count an approval of an incident that is %s as overturned %i times', async (status, overturned) => {
    expect(await all(asked(1, { after: 60, status }), asked(2, { after: 60 }))).toMatchObject({
      overturned,
      overturnedShare: overturned / 2,
    });
  });

  it('are of each person by what they were asked and what they did', async () => {
    const { approvers } = approvalFigures(
      await Promise.all([
        asked(1, { after: 3 }),
        asked(2, { after: 50, by: 'bob', status: 'rolled_back' }),
        asked(3, {
          request: request({ approvalId: 'e'.repeat(32), status: 'expired', approvers: ['alice'] }),
          status: 'expired',
        }),
      ]),
      now,
    );
    expect(approvers).toMatchObject([
      { approver: 'alice', asked: 3, decided: 1, expired: 1, quickShare: 1, overturned: 0 },
      { approver: 'bob', asked: 2, decided: 1, expired: 0, quickShare: 0, overturned: 1, overturnedShare: 1 },
    ]);
  });
});
