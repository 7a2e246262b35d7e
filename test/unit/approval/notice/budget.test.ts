import { describe, expect, it } from 'vitest';
import {
  causedByAlarms,
  digestsPerHour,
  type Gathered,
  hourEnd,
  hourOf,
  hourStart,
  slotsFor,
  windowOf,
} from '../../../../core/approval/notice/budget.ts';
import { digestMessage } from '../../../../core/approval/notice/digest-message.ts';
import { statuses } from '../../../../core/incident/lifecycle.ts';

const hour = '2026-11-20T02';

describe('the budget of notices', () => {
  it('is of a clock hour of UTC', () => {
    expect(hourOf(new Date('2026-11-20T02:59:59.999Z'))).toBe(hour);
    expect(hourStart(hour)).toEqual(new Date('2026-11-20T02:00:00.000Z'));
    expect(hourEnd(hour)).toEqual(new Date('2026-11-20T03:00:00.000Z'));
  });

  it('has twelve windows for digests', () => {
    const windows = [0, 4, 5, 9, 10, 59].map((minute) => windowOf(new Date(Date.UTC(2026, 10, 20, 2, minute, 59))));
    expect(windows).toEqual([0, 0, 1, 1, 2, 11]);
    expect(digestsPerHour).toBe(12);
  });

  it.each([
    ['low', 45],
    ['medium', 45],
    ['high', 60],
    ['critical', 60],
  ] as const)('leaves to %s severity %i of 60, and whole ones', (severity, slots) => {
    expect(slotsFor(severity, 60)).toBe(slots);
    expect(slotsFor(severity, 3)).toBe(slots === 60 ? 3 : 2);
  });

  it('counts the ends that come without a decision', () =>
    expect(statuses.filter((one) => causedByAlarms.has(one)).toSorted()).toEqual([
      'expired',
      'notify_failed',
      'report_only',
      'self_recovered',
    ]));
});

describe('a digest', () => {
  let n = 0;
  const one = (service: string, severity: Gathered['severity'] = 'medium'): Gathered => {
    n += 1;
    return { incidentId: `inc-${n}`, service, severity, status: 'report_only' };
  };
  const digest = (gathered: Gathered[], baseUrl = 'https://approve.example/live') =>
    digestMessage(gathered, { hour, baseUrl });
  const named = (gathered: Gathered[]) =>
    (digest(gathered)?.lines ?? []).flatMap((line) =>
      'says' in line && line.says === 'gatheredService' ? [line.with] : [],
    );

  it('is none of nothing', () => expect(digest([])).toBeUndefined());

  it('says what there was, the worst first, and where to look', () => {
    const [a, b] = [one('checkout'), one('ledger', 'critical')];
    for (const baseUrl of ['https://approve.example/live', 'https://approve.example/live/']) {
      expect(digest([a, b, a], baseUrl)).toEqual({
        incident: { id: b.incidentId, service: 'ledger', severity: 'critical', status: 'report_only' },
        kind: 'digest',
        headline: 'gatheredTitle',
        lines: [
          { says: 'gathered', with: { time: { own: '2026-11-20 02:00' }, count: { own: 2 } } },
          {
            says: 'gatheredService',
            with: { service: { foreign: 'ledger' }, count: { own: 1 }, severity: { word: 'critical' } },
          },
          {
            says: 'gatheredService',
            with: { service: { foreign: 'checkout' }, count: { own: 1 }, severity: { word: 'medium' } },
          },
          { says: 'gatheredUntil', with: { time: { own: '2026-11-20 03:00' } } },
          { says: 'gatheredWhere', with: { url: { own: 'https://approve.example/live/incidents' } } },
          { says: 'nothingChanges' },
        ],
        chatSteps: [],
        facts: { gathered: 2 },
      });
    }
  });

  it('names the services with the worst first, then with the most, and of each its worst', () => {
    const all = [one('a'), one('b'), one('b'), one('c', 'low'), one('c', 'high'), one('d', 'low')];
    expect(named(all)).toEqual([
      { service: { foreign: 'c' }, count: { own: 2 }, severity: { word: 'high' } },
      { service: { foreign: 'b' }, count: { own: 2 }, severity: { word: 'medium' } },
      { service: { foreign: 'a' }, count: { own: 1 }, severity: { word: 'medium' } },
      { service: { foreign: 'd' }, count: { own: 1 }, severity: { word: 'low' } },
    ]);
  });

  it('names eight, and says how many incidents the others have', () => {
    const services = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((service) => [
      one(service),
      one(service),
      one(service),
    ]);
    expect(named(services)).toHaveLength(8);
    expect(JSON.stringify(digest(services))).not.toContain('gatheredMore');
    const more = [...services, one('i'), one('j'), one('j')];
    expect(named(more)).toHaveLength(8);
    expect(digest(more)?.lines).toContainEqual({ says: 'gatheredMore', with: { count: { own: 3 } } });
  });
});
