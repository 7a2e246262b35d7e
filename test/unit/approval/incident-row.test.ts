import { describe, expect, it } from 'vitest';
import { incidentRow, type Open, openApprovalId } from '../../../core/approval/incident-row.ts';
import { statuses } from '../../../core/incident/lifecycle.ts';
import { decision, request } from '../../support/approval.ts';
import { incident, later } from '../../support/incident.ts';

const ids = { approvalId: 'a'.repeat(32), rollbackApprovalId: 'b'.repeat(32) };
const open = (change: Partial<Open['request']> = {}): Open => ({
  request: request({ status: 'pending', ...change }),
  decisions: [],
});
const row = (one?: Open, now = later(60), reviews: { status: 'open' | 'done' }[] = []) =>
  incidentRow(incident({ status: 'awaiting_approval' }), one, reviews, now);

describe('the request that an incident waits for', () => {
  it.each(statuses)('in %s', (status) => {
    const expected = { awaiting_approval: ids.approvalId, awaiting_rollback_approval: ids.rollbackApprovalId };
    expect(openApprovalId(incident({ status, ...ids }))).toBe(
      Object.entries(expected).find(([one]) => one === status)?.[1],
    );
  });
});

describe('a row of the list of incidents', () => {
  it('says what is stored, and nothing of a request where none is open', () => {
    const { id, service, severity, resource, alarm, openedAt, changedAt } = incident();
    expect(row()).toStrictEqual({
      id,
      status: 'awaiting_approval',
      service,
      severity,
      resource,
      alarm: alarm.name,
      openedAt,
      changedAt,
      over: false,
      asked: [],
    });
  });

  it('says the account of a spoke, the reason, and that it is over', () => {
    const over = incident({ status: 'resolved', spoke: '210987654321', reason: 'it holds' });
    expect(incidentRow(over, undefined, [], later(0))).toMatchObject({
      account: '210987654321',
      reason: 'it holds',
      over: true,
    });
  });

  it('says who is still asked, until when and where', async () => {
    const one = open();
    const { expiresAt, approvalId } = one.request;
    expect(row(one)).toMatchObject({ asked: ['alice', 'bob'], expiresAt, approvalId });
    expect(row({ ...one, decisions: [await decision()] }).asked).toEqual(['bob']);
  });

  it.each([
    ['until just before its end', open(), 899, ['alice', 'bob']],
    ['not at its end', open(), 900, []],
    ['not after it', open(), 901, []],
    ['not once it is decided', open({ status: 'rejected' }), 60, []],
  ])('says that people are asked %s', (_when, one, seconds, asked) => {
    expect(row(one, later(seconds)).asked).toEqual(asked);
  });

  it.each<[string, ('open' | 'done')[], string | undefined]>([
    ['of none', [], undefined],
    ['that is left', ['done', 'open'], 'open'],
    ['that was made', ['done', 'done'], 'done'],
  ])('says of a review %s', (_what, reviews, says) => {
    expect(
      row(
        undefined,
        later(60),
        reviews.map((status) => ({ status })),
      ).review,
    ).toBe(says);
  });
});
