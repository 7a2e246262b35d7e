import { describe, expect, it } from 'vitest';
import { factWrite } from '../../../core/incident/fact.ts';
import { factTrace } from '../../../core/incident/trace.ts';
import { start, versions } from '../../support/incident.ts';

describe('a fact of the audit trail', () => {
  const about = { at: start, fact: 'claimed', by: 'executor', incidentId: 'inc-1', versions };
  const item = {
    pk: 'AUDIT#2026-11-20T03',
    fact: 'claimed',
    by: 'executor',
    at: '2026-11-20T03:00:00.000Z',
    incidentId: 'inc-1',
    versions,
    purgeAt: Date.parse('2027-02-18T03:00:00.000Z') / 1000,
  };

  it.each([
    ['its moment, kind and incident', {}, '2026-11-20T03:00:00.000Z#claimed#inc-1'],
    [
      'what it is about, where that tells it from others',
      { what: 'a/0' },
      '2026-11-20T03:00:00.000Z#claimed#inc-1#a/0',
    ],
  ])('is known by %s', (_what, more, sk) => {
    expect(factWrite({ ...about, ...more }, { won: true })).toEqual({
      kind: 'create',
      item: { ...item, ...factTrace('inc-1', sk), sk, won: true },
    });
  });

  it('is said by whom it is, whatever more says', () =>
    expect(factWrite(about, { by: 'nobody', incidentId: 'inc-2' })).toMatchObject({
      item: { by: 'executor', incidentId: 'inc-1' },
    }));
});
