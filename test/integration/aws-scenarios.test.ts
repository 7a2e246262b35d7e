import { describe, expect, it } from 'vitest';
import { portOf } from '../../core/remediation/provider.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { lineOf, named, type Played, played } from '../support/played.ts';

describe('eni-failover', () => {
  const prior = { failed: ['10.20.1.11', '10.20.1.75'], standby: ['10.20.1.12'] };
  const moved = { failed: ['10.20.1.11'], standby: ['10.20.1.12', '10.20.1.75'] };
  const interfaces = async ({ stack }: Played) => {
    const ec2 = portOf(stack.world.readers, 'ec2');
    const [one, two] = [await ec2.get('eni-0a1b2c3d4e5f60001'), await ec2.get('eni-0a1b2c3d4e5f60002')];
    if (typeof one !== 'object' || typeof two !== 'object') throw new Error('an interface is gone');
    const addresses = ({ addresses: all }: typeof one) => all.map(({ address }) => address);
    return { failed: addresses(one), standby: addresses(two), forwards: !two.sourceDestCheck };
  };
  const withTrouble = (standbyForwards: boolean, standbyAnswers: boolean): Scenario => ({
    ...named('eni-failover'),
    troubles: [{ kind: 'gateway', standbyForwards, standbyAnswers }],
  });
  const undos = ({ document }: Played) =>
    document.journal
      .filter(({ idempotencyKey }) => idempotencyKey.endsWith('/undo'))
      .map(({ action, status }) => `${action} ${status}`)
      .toSorted();

  it('says what it would do, moves the address and forwarding, and is validated by the probes', async () => {
    const ran = await played(named('eni-failover'));
    expect(ran.document.proposal?.actions.map(({ would }) => would)).toEqual([
      'would unassign 10.20.1.75 from eni-0a1b2c3d4e5f60001',
      'would assign 10.20.1.75 to eni-0a1b2c3d4e5f60002',
      'would turn the source/destination check of eni-0a1b2c3d4e5f60002 off',
    ]);
    expect(ran.document.proposal?.risk).toBe('medium');
    expect(await interfaces(ran)).toEqual({ ...moved, forwards: true });
    expect(ran.document.diagnosis.causes[0]).toMatchObject({
      category: 'gateway_unreachable',
      resource: { kind: 'NetworkInterface', name: 'eni-0a1b2c3d4e5f60001' },
    });
    expect(ran.document.validation).toMatchObject({ before: { probeFailed: 1 }, after: { probeFailed: 0 } });
    expect(ran.document.journal.at(-1)?.prior).toEqual({ sourceDestCheck: true, priorSourceDestCheck: true });
  });

  it('comes back to the exact prior state when the standby does not answer either', async () => {
    const ran = await played(withTrouble(false, false));
    expect(ran.document.incident.status).toBe('rolled_back');
    expect(await interfaces(ran)).toEqual({ ...prior, forwards: false });
    expect(undos(ran)).toEqual([
      'assign-secondary-ip succeeded',
      'ensure-forwarding-enabled succeeded',
      'unassign-secondary-ip succeeded',
    ]);
  });

  it.each([
    [true, moved],
    [false, prior],
  ])('leaves a standby that forwarded before as it is; it answers: %s', async (answers, addresses) => {
    const ran = await played(withTrouble(true, answers));
    expect(ran.document.incident.status).toBe(answers ? 'resolved' : 'rolled_back');
    expect(await interfaces(ran)).toEqual({ ...addresses, forwards: true });
    expect(undos(ran)).toEqual(
      answers
        ? []
        : ['assign-secondary-ip succeeded', 'ensure-forwarding-enabled skipped', 'unassign-secondary-ip succeeded'],
    );
  });
});

describe('a change that one call makes', () => {
  it('rds-storage-low: RDS is asked once and polled until the storage is there, which alice alone could approve', async () => {
    const steps: string[] = [];
    const ran = await played(named('rds-storage-low'), {
      tell: (news) => {
        if (news.kind === 'step' && news.step.from === news.step.to) steps.push(`${news.step.to} ${news.step.by}`);
      },
    });
    const rds = portOf(ran.stack.world.readers, 'rds');
    expect(await rds.get('orders-db')).toMatchObject({ storageGiB: 150, status: 'storage-optimization' });
    expect(steps.filter((step) => step === 'executing executor')).toHaveLength(1);
    expect(steps.filter((step) => step === 'executing timekeeper').length).toBeGreaterThanOrEqual(3);
    expect(ran.document.journal.map(lineOf)).toEqual(['0 succeeded 100 -> 150']);
    expect(ran.stack.ports.claims.taken.size).toBe(1);
    expect(ran.document.proposal).toMatchObject({ risk: 'medium', actions: [{ undo: 'irreversible' }] });
    expect(ran.document.approval?.decisions.map(({ by }) => by)).toEqual(['alice']);
    expect(ran.document.diagnosis.causes[0]).toMatchObject({
      category: 'storage_full',
      resource: { kind: 'DBInstance', name: 'orders-db' },
    });
  });

  it('lambda-throttles: the reservation is raised in one call, and nothing is throttled any more', async () => {
    const ran = await played(named('lambda-throttles'));
    const lambda = portOf(ran.stack.world.readers, 'lambda');
    expect(await lambda.concurrency('invoice-render')).toEqual({ reserved: 20, unreserved: 980 });
    expect(ran.document.journal.map(lineOf)).toEqual(['0 succeeded 10 -> 20']);
    expect(ran.document.validation).toMatchObject({ outcome: 'verified', after: { throttles: 0 } });
    expect(ran.document.diagnosis.causes[0]).toMatchObject({
      category: 'request_overload',
      resource: { kind: 'Function', name: 'invoice-render' },
    });
  });
});
