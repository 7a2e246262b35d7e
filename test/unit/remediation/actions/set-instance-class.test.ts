import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setInstanceClass } from '../../../../core/remediation/actions/set-instance-class.ts';
import { PreconditionFailed } from '../../../../core/remediation/errors.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import { assessRisk } from '../../../../core/remediation/risk.ts';
import { step } from '../../../support/apply-context.ts';
import { later } from '../../../support/incident.ts';
import { database, madeAfter } from '../../../support/database.ts';

const parameters = { instance: 'orders-db', to: 'db.r6g.xlarge' };
const state = { instanceClass: 'db.r6g.large', status: 'available', pending: null };
const touched = [{ path: 'instanceClass', before: 'db.r6g.large', after: 'db.r6g.xlarge' }];

/** A simulated instance on a clock of its own. */
const instance = (instanceClass = 'db.r6g.large') => {
  let seconds = 0;
  const made = database(() => later(seconds), { instanceClass });
  const pass = (more: number): void => {
    seconds += more;
  };
  return { ...made, pass };
};

describe('set-instance-class', () => {
  it.each([
    ['up', 'db.r6g.large', 'db.r6g.xlarge'],
    ['down', 'db.r6g.xlarge', 'db.r6g.large'],
    ['up at the small end', 'db.t4g.micro', 'db.t4g.small'],
    ['up at the large end', 'db.r6i.24xlarge', 'db.r6i.32xlarge'],
  ])('goes one size %s', (_where, before, after) =>
    expect(setInstanceClass.plan({ ...parameters, to: after }, { ...state, instanceClass: before })).toEqual({
      kind: 'planned',
      touched: [{ path: 'instanceClass', before, after }],
    }),
  );

  it.each([
    ['two sizes up', 'db.r6g.2xlarge', {}, /more than one size/],
    ['two sizes down', 'db.r6g.small', {}, /more than one size/],
    ['another family', 'db.r7g.xlarge', {}, /another family/],
    ['the class it has', 'db.r6g.large', {}, /is db\.r6g\.large already/],
    ['a size nobody knows', 'db.r6g.huge', {}, /db\.r6g\.huge is no class of a known size/],
    [
      'a class of another form',
      'db.r5.xlarge',
      { instanceClass: 'db.r5.large.tpc1.mem2x' },
      /no class of a known size/,
    ],
    ['an instance that is stopped', 'db.r6g.xlarge', { status: 'stopped' }, /is stopped, not available/],
    ['a full instance', 'db.r6g.xlarge', { status: 'storage-full' }, /is storage-full, not available/],
    ['an instance of no known class', 'db.r6g.xlarge', { instanceClass: null }, /not known/],
    [
      'an instance on which something waits for the maintenance window',
      'db.r6g.xlarge',
      { pending: 'EngineVersion' },
      /EngineVersion is pending and would be changed with it/,
    ],
  ])('plans nothing for %s', (_what, to, other, reason) =>
    expect(setInstanceClass.plan({ ...parameters, to }, { ...state, ...other })).toEqual({
      kind: 'impossible',
      reason: expect.stringMatching(reason),
    }),
  );

  it('is settling while RDS works or has the class in its queue, and for nothing else', () => {
    const settling = (change: object) => setInstanceClass.settling(parameters, { ...state, ...change });
    expect(setInstanceClass.slow).toBe(true);
    for (const status of ['modifying', 'rebooting']) expect(settling({ status })).toBe(true);
    expect(settling({ pending: 'instanceClass' })).toBe(true);
    expect(settling({ pending: 'EngineVersion, instanceClass' })).toBe(true);
    expect(settling({ pending: 'storageGiB' })).toBe(false);
    expect(settling({})).toBe(false);
    expect(settling({ status: 'storage-optimization' })).toBe(false);
  });

  it('is of high risk: a restart, and a switch', () =>
    expect(
      assessRisk([{ id: 'set-instance-class', target: setInstanceClass.target(parameters), undo: 'restore', touched }]),
    ).toMatchObject({
      level: 'high',
      factors: expect.arrayContaining(['the instance restarts and is away for a minute or more']),
    }));

  it('asks once, shows that it settles, and is in place after some minutes', async () => {
    const { rds, calls, pass } = instance();
    await setInstanceClass.apply(parameters, touched, { rds }, step);
    expect(calls).toEqual([{ instanceClass: 'db.r6g.xlarge' }]);
    const during = (await setInstanceClass.describe(parameters, { rds })) ?? {};
    expect(during).toMatchObject({ instanceClass: 'db.r6g.large', status: 'modifying', pending: 'instanceClass' });
    expect(setInstanceClass.settling(parameters, during)).toBe(true);
    pass(madeAfter);
    const after = (await setInstanceClass.describe(parameters, { rds })) ?? {};
    expect(after).toMatchObject({ instanceClass: 'db.r6g.xlarge', status: 'available', pending: null });
    expect(setInstanceClass.settling(parameters, after)).toBe(false);
  });

  it.each([
    ['holds another class', 'db.r6g.2xlarge', {}],
    ['is being changed', 'db.r6g.large', { status: 'modifying' }],
    ['has something else pending', 'db.r6g.large', { pending: { others: ['EngineVersion'] } }],
  ])('refuses, without a call, an instance that %s', async (_what, instanceClass, change) => {
    const { rds, calls } = instance(instanceClass);
    const get = async (id: string) => {
      const found = await rds.get(id);
      return found === undefined ? undefined : { ...found, ...change };
    };
    const applied = setInstanceClass.apply(parameters, touched, { rds: { ...rds, get } }, step);
    await expect(applied).rejects.toThrow(PreconditionFailed);
    expect(calls).toEqual([]);
  });

  it('refuses a field that is not its own, and an instance that is gone', async () => {
    const { rds, calls } = instance();
    const other = [{ path: 'storageGiB', before: 100, after: 200 }];
    await expect(setInstanceClass.apply(parameters, other, { rds }, step)).rejects.toThrow(
      /expected a change of instanceClass/,
    );
    const none = [{ path: 'instanceClass', before: 'db.r6g.large', after: null }];
    await expect(setInstanceClass.apply(parameters, none, { rds }, step)).rejects.toThrow('null is no instance class');
    const gone = { ...parameters, instance: 'ledger-db' };
    await expect(setInstanceClass.apply(gone, touched, { rds }, step)).rejects.toThrow(/does not exist/);
    expect(calls).toEqual([]);
    expect(await setInstanceClass.describe(gone, { rds })).toBeUndefined();
  });

  const sizes = ['micro', 'small', 'medium', 'large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge'];
  it('undo brings back the class from any class and either direction', async () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('t4g', 'm7g', 'r6g'),
        fc.integer({ min: 0, max: sizes.length - 2 }),
        fc.boolean(),
        async (family, n, up) => {
          const [small, large] = [`db.${family}.${sizes[n]}`, `db.${family}.${sizes[n + 1]}`];
          const [before, to] = up ? [small, large] : [large, small];
          const { rds, pass } = instance(before);
          const asked = { instance: 'orders-db', to };
          const start = await setInstanceClass.describe(asked, { rds });
          const plan = setInstanceClass.plan(asked, start ?? {});
          if (plan.kind === 'impossible') throw new Error(plan.reason);
          await setInstanceClass.apply(asked, plan.touched, { rds }, step);
          pass(madeAfter);
          expect(await setInstanceClass.describe(asked, { rds })).toMatchObject({ instanceClass: to });
          await setInstanceClass.apply(asked, reversed(plan.touched), { rds }, step);
          pass(madeAfter);
          expect(await setInstanceClass.describe(asked, { rds })).toEqual(start);
        },
      ),
    ));

  it.each(['orders--db', '-orders', 'orders-', 'Orders', 'orders_db', 'arn:aws:rds:x', 'a'.repeat(64)])(
    'takes no instance named %s',
    (name) => expect(setInstanceClass.parameters.safeParse({ ...parameters, instance: name }).success).toBe(false),
  );
});
