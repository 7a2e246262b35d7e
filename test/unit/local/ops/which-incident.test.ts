import { describe, expect, it } from 'vitest';
import { Listing } from '../../../../local/ops/documents.ts';
import type { Api } from '../../../../local/ops/api.ts';
import { whichIncident } from '../../../../local/ops/which-incident.ts';

const row = (id: string, status: string) => ({
  id,
  status,
  service: 'payments',
  severity: 'high',
  resource: { kind: 'Deployment', name: 'a' },
  alarm: 'a',
  openedAt: '2026-03-02T02:10:00.000Z',
  changedAt: '2026-03-02T02:10:00.000Z',
  over: status === 'resolved',
  asked: [],
});
const api = (...incidents: object[]): Api => ({
  post: () => Promise.reject(new Error('not asked')),
  operation: async (_name, _body, schema) => {
    const listing = Listing.parse({ now: '2026-03-02T02:12:00.000Z', incidents, more: false });
    return schema.parse(listing);
  },
});
const a = row('inc-20260302021000-aaaa1111', 'resolved');
const b = row('inc-20260302021500-bbbb2222', 'awaiting_approval');
const c = row('inc-20260303021500-bbcc3333', 'awaiting_approval');
const waiting = { fits: ({ status }: { status: string }) => status === 'awaiting_approval', none: 'nothing waits' };

describe('the incident that is meant', () => {
  it.each([
    ['a beginning of its id', 'inc-2026030202100', a.id],
    ['a beginning of its last part', 'bbbb', b.id],
    ['its id, seen in the list or not', 'inc-20250101000000-00000000', 'inc-20250101000000-00000000'],
  ])('is found by %s', async (_how, name, id) => {
    expect(await whichIncident(api(a, b, c), name, waiting)).toBe(id);
  });

  it('without a name is the only one that waits', async () => {
    expect(await whichIncident(api(a, b), undefined, waiting)).toBe(b.id);
  });

  it.each<[string | undefined, object[], string]>([
    [undefined, [a], 'nothing waits'],
    [undefined, [b, c], `name one of ${b.id} (awaiting approval), ${c.id} (awaiting approval)`],
    ['bb', [a, b, c], 'bb is the beginning of'],
    ['inc-2026', [a, b, c], 'is the beginning of'],
    ['zz', [a, b], 'no recent incident is zz'],
  ])('is never guessed: %s', async (name, rows, message) => {
    await expect(whichIncident(api(...rows), name, waiting)).rejects.toMatchObject({
      exit: 2,
      message: expect.stringContaining(message),
    });
  });
});
