import { describe, expect, it } from 'vitest';
import { Alarm } from '../../../core/incident/alarm.ts';
import { Correlation } from '../../../core/incident/correlate.ts';
import { Due } from '../../../core/incident/incident.ts';
import { IncidentRow } from '../../../core/incident/listing.ts';
import { TransitionRecord } from '../../../core/incident/step.ts';
import { waiting } from '../../../core/incident/table.ts';
import { alarm, start, versions } from '../../support/incident.ts';

const at = start.toISOString();

describe('what is stored and shown', () => {
  it.each(['12345678901', '1234567890123', 'x123456789012', '123456789012x'])('has no account %s', (account) =>
    expect(Alarm.safeParse({ ...alarm, account }).success).toBe(false),
  );

  it.each(['again', 'poll', 'remind', 'expire'])('may be due to %s', (does) =>
    expect(Due.safeParse({ at, does, attempt: 0 }).success).toBe(true),
  );

  it.each([
    ['an alarm nobody saw', { incidentId: 'inc-1', version: 1, alarms: [{ arn: 'x', at }] }],
    ['a version of nothing', { incidentId: 'inc-1', version: 0, alarms: [] }],
    ['no incident', { version: 1, alarms: [] }],
  ])('is no correlation with %s', (_what, value) => expect(Correlation.safeParse(value).success).toBe(false));

  it('is a row with a review that is open or done, or without one', () => {
    const row = {
      id: 'inc-1',
      status: 'detected',
      service: 'payments',
      severity: 'high',
      resource: { kind: 'Node', name: 'n1' },
      alarm: 'a',
      openedAt: at,
      changedAt: at,
      over: false,
      asked: [],
    };
    for (const review of [undefined, 'open', 'done'])
      expect(IncidentRow.safeParse({ ...row, review }).success).toBe(true);
    expect(IncidentRow.safeParse({ ...row, review: 'later' }).success).toBe(false);
    expect(IncidentRow.safeParse({ ...row, secret: 1 }).success).toBe(false);
  });

  it('is a step with everything that the auditor sees, and nothing else', () => {
    const step = {
      incidentId: 'inc-1',
      seq: 1,
      from: null,
      to: 'detected',
      by: 'alarm-handler',
      at,
      digests: {},
      versions,
    };
    expect(TransitionRecord.safeParse(step).success).toBe(true);
    for (const odd of [{ seq: 0 }, { to: 'lost' }, { versions: {} }, { versions: { ...versions, x: 1 } }, { x: 1 }]) {
      expect(TransitionRecord.safeParse({ ...step, ...odd }).success).toBe(false);
    }
  });

  it('waits in one partition', () => expect(waiting).toBe('WAITING'));
});
