import { describe, expect, it } from 'vitest';
import { minutesUntil, utcMinute } from '../../../../core/approval/notice/utc.ts';
import { later } from '../../../support/incident.ts';

describe('a time as people read it', () => {
  it('is to the minute, and counts whole ones', () => {
    expect(utcMinute('2026-11-20T03:15:59.999Z')).toBe('2026-11-20 03:15');
    expect([60, 59, 0, -1].map((seconds) => minutesUntil(later(seconds).toISOString(), later(0)))).toEqual([
      1, 0, 0, 0,
    ]);
  });
});
