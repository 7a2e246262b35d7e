import { describe, expect, it } from 'vitest';
import { actionOf } from '../../../core/remediation/catalogue.ts';
import { ProviderUnavailable } from '../../../core/remediation/errors.ts';
import { type Call, type PerformDeps, perform } from '../../../core/remediation/perform.ts';
import type { DatabaseWriter } from '../../../core/remediation/rds/port.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { memoryClaims } from '../../../local/ports/claims.ts';
import { incident, later, versions } from '../../support/incident.ts';
import { database, madeAfter } from '../../support/database.ts';
import { resizing } from '../../support/slow.ts';

const call: Call = {
  incidentId: incident().id,
  idempotencyKey: 'approval/0',
  action: actionOf(resizing),
  planned: resizing,
  touched: resizing.touched,
};

/** A slow call on a clock that is turned by hand: `looks` performs it, again and again, as a poll does. */
const slow = (change: (rds: DatabaseWriter) => Partial<DatabaseWriter> = () => ({})) => {
  let seconds = 0;
  const now = () => later(seconds);
  const { rds, calls } = database(now);
  const deps: PerformDeps = { table: memoryTable(now).table, claims: memoryClaims(), versions, now };
  const write = { rds: { ...rds, ...change(rds) } };
  const at = async (second: number, other: Partial<PerformDeps> = {}, port: DatabaseWriter = write.rds) => {
    seconds = second;
    const { status, error, acceptedAt } = await perform({ ...deps, ...other }, call, { rds: port });
    return { status, ...(error === undefined ? {} : { error }), ...(acceptedAt === undefined ? {} : { acceptedAt }) };
  };
  return { at, calls, rds: write.rds, deps };
};
const accepted = { acceptedAt: later(0).toISOString() };
const unreadable = () => Promise.reject(new ProviderUnavailable('no answer'));

describe('a slow call', () => {
  it('is started when it is accepted, is looked at and never made again, and succeeds when it is in place', async () => {
    const { at, calls } = slow();
    expect(await at(0)).toEqual({ status: 'started', ...accepted });
    for (const second of [60, 120, 180, madeAfter - 1]) {
      expect(await at(second)).toEqual({ status: 'started', ...accepted });
    }
    expect(await at(madeAfter)).toEqual({ status: 'succeeded', ...accepted });
    expect(await at(madeAfter + 60)).toEqual({ status: 'succeeded', ...accepted });
    expect(calls).toHaveLength(1);
  });

  it('that was accepted and of which nothing is ever seen has failed after two minutes', async () => {
    const { at } = slow(() => ({ modify: async () => undefined }));
    expect(await at(0)).toEqual({ status: 'started', ...accepted });
    expect(await at(119)).toEqual({ status: 'started', ...accepted });
    expect(await at(120)).toMatchObject({ status: 'failed' });
  });

  it('is still waited for while it cannot be read for a moment', async () => {
    const { at, rds } = slow();
    await at(0);
    expect(await at(60, {}, { ...rds, get: unreadable })).toEqual({ status: 'started', ...accepted });
    expect(await at(madeAfter)).toMatchObject({ status: 'succeeded' });
  });

  it('that ends with another value is unknown', async () => {
    const { at, rds } = slow();
    await at(0);
    const get: typeof rds.get = async (id) => {
      const found = await rds.get(id);
      return found === undefined ? undefined : { ...found, instanceClass: 'db.r6g.4xlarge' };
    };
    expect(await at(madeAfter, {}, { ...rds, get })).toMatchObject({ status: 'outcome_unknown' });
  });

  it('that RDS refuses has failed at once', async () => {
    const { at, calls, rds } = slow();
    await rds.modify('orders-db', { storageGiB: 200 });
    expect(await at(1)).toMatchObject({ status: 'failed', error: expect.stringContaining('modifying') });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['that is under way after all', () => undefined, 'succeeded'],
    ['of which nothing is seen', () => Promise.resolve(), 'failed'],
  ])('without an answer, %s, is looked at for two minutes,', async (_what, lost, status) => {
    const { at, calls } = slow((rds) => ({
      modify: async (...asked) => {
        await (lost() ?? rds.modify(...asked));
        throw new ProviderUnavailable('connection lost');
      },
    }));
    // RDS may show only later that it took a change on whose answer was lost: nothing is concluded from the first look.
    expect(await at(0)).toMatchObject({ status: 'started', error: expect.stringContaining('connection lost') });
    expect(await at(119)).toMatchObject({ status: 'started' });
    expect(await at(madeAfter)).toMatchObject({ status });
    expect(calls.length).toBeLessThanOrEqual(1);
  });

  it.each([
    ['in time to see it under way', 90, 'started'],
    ['when it is in place', madeAfter, 'succeeded'],
  ])('that died between call and journal is looked at %s, and not made again', async (_when, second, status) => {
    const { at, calls, deps } = slow();
    const { table } = deps;
    const dying: typeof table.transact = async (writes) => {
      if (calls.length > 0) throw new Error('dead');
      return table.transact(writes);
    };
    await expect(at(0, { table: { ...table, transact: dying } })).rejects.toThrow('dead');
    expect(await at(second)).toMatchObject({ status });
    expect(calls).toHaveLength(1);
  });

  it('that died before the call has failed: the claim is spent', async () => {
    const { at, calls, rds } = slow();
    await at(0, { claims: memoryClaims() }, { ...rds, modify: () => Promise.reject(new Error('never sent')) });
    expect(calls).toHaveLength(0);
    const other = slow();
    await other.deps.claims.take(call.idempotencyKey, {});
    expect(await other.at(0)).toEqual({ status: 'started' });
    expect(await other.at(120)).toEqual({ status: 'failed' });
    expect(other.calls).toHaveLength(0);
  });
});
