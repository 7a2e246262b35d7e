import { expect, it } from 'vitest';
import type { Claims } from '../../../core/remediation/ports.ts';

const body = { incidentId: 'inc-1', action: 'set-resources' };

/** What every claim store must do. `make` gives two holders of one new, empty store. */
export const claimsContract = (make: () => Promise<[Claims, Claims]>): void => {
  it('gives a name to the first who takes it and to nobody afterwards', async () => {
    const [executor, rollback] = await make();
    expect(await executor.take('a1/0', body)).toBe(true);
    expect(await executor.take('a1/0', body)).toBe(false);
    expect(await rollback.take('a1/0', { ...body, other: true })).toBe(false);
  });

  it('keeps every action of every approval and its undo apart', async () => {
    const [claims] = await make();
    for (const name of ['a1/0', 'a1/1', 'a1/0/undo', 'a2/0']) expect(await claims.take(name, body)).toBe(true);
  });

  it('lets one of ten who take a name at once have it', async () => {
    const [claims] = await make();
    const taken = await Promise.all(Array.from({ length: 10 }, () => claims.take('a1/0', body)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });
};
