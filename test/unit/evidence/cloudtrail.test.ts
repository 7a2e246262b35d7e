import { describe, expect, it } from 'vitest';
import { changesOf } from '../../../core/evidence/cloudtrail.ts';

const detail = (record: object): { CloudTrailEvent: string } => ({ CloudTrailEvent: JSON.stringify(record) });
const event = (over: object = {}) => ({
  EventId: 'e-1',
  EventName: 'UpdateService',
  EventTime: '2026-11-20T02:50:00Z',
  EventSource: 'ecs.amazonaws.com',
  Username: 'erin',
  Resources: [{ ResourceType: 'AWS::ECS::Service', ResourceName: 'basket' }, { ResourceType: 'AWS::ECS::Cluster' }],
  ...detail({ requestParameters: { desiredCount: 3 }, readOnly: false }),
  ...over,
});

describe('changesOf', () => {
  it('tells who changed what, with what was asked for', () => {
    expect(changesOf([event()])).toEqual({
      changes: [
        {
          id: 'e-1',
          at: new Date('2026-11-20T02:50:00Z'),
          name: 'UpdateService',
          source: 'ecs.amazonaws.com',
          by: 'erin',
          resources: [{ type: 'AWS::ECS::Service', name: 'basket' }],
          parameters: { desiredCount: 3 },
        },
      ],
      unreadable: 0,
    });
  });

  it('is in order of time, whether times are dates or texts', () => {
    const later = event({ EventId: 'e-2', EventTime: new Date('2026-11-20T02:55:00Z') });
    expect(changesOf([later, event()]).changes.map(({ id }) => id)).toEqual(['e-1', 'e-2']);
  });

  it.each([
    ['only read, as the event says', event({ ReadOnly: 'true' })],
    ['only read, as the record says', event(detail({ readOnly: true }))],
    ['was refused', event(detail({ errorCode: 'AccessDenied' }))],
  ])('leaves out a call that %s: it changed nothing', (_what, one) => {
    expect(changesOf([one])).toEqual({ changes: [], unreadable: 0 });
  });

  it('takes an event without a record that can be read, and counts what is no event', () => {
    const { changes, unreadable } = changesOf([event({ CloudTrailEvent: '{' }), { EventId: 7 }, null]);
    expect(changes).toHaveLength(1);
    expect(changes[0]).not.toHaveProperty('parameters');
    expect(unreadable).toBe(2);
  });
});
