import { expect, it } from 'vitest';
import type { DatabaseWriter } from '../../../core/remediation/rds/port.ts';

export type Databases = {
  rds: DatabaseWriter;
  /** An instance of 100 GiB and the class `db.r6g.large` on PostgreSQL. */
  id: string;
  /** Lets as much time pass as a change takes. */
  made(): Promise<void>;
};

/** What every RDS must do, simulated or not. `make` gives one with an instance that nothing happened to. */
export const databasesContract = (make: () => Promise<Databases>): void => {
  it('shows an instance with nothing pending, and none that does not exist', async () => {
    const { rds, id } = await make();
    expect(await rds.get(id)).toMatchObject({
      id,
      engine: 'postgres',
      status: 'available',
      instanceClass: 'db.r6g.large',
      storageGiB: 100,
      pending: { others: [] },
    });
    expect(await rds.get('nobodys-db')).toBeUndefined();
  });

  it.each([
    ['storage', { storageGiB: 150 }, { storageGiB: 150, instanceClass: 'db.r6g.large' }],
    ['the class', { instanceClass: 'db.r6g.xlarge' }, { storageGiB: 100, instanceClass: 'db.r6g.xlarge' }],
  ])('takes on a change of %s, alone, and has it in place after some time', async (_what, change, after) => {
    const { rds, id, made } = await make();
    await rds.modify(id, change);
    await made();
    expect(await rds.get(id)).toMatchObject({ ...after, pending: { others: [] } });
  });

  it('brings a class back', async () => {
    const { rds, id, made } = await make();
    const before = await rds.get(id);
    await rds.modify(id, { instanceClass: 'db.r6g.xlarge' });
    await made();
    await rds.modify(id, { instanceClass: 'db.r6g.large' });
    await made();
    expect(await rds.get(id)).toEqual(before);
  });

  it('refuses a change of an instance that does not exist', async () => {
    const { rds } = await make();
    const asked = rds.modify('nobodys-db', { storageGiB: 150 });
    await expect(asked).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });
};
