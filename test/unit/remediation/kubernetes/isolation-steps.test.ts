import { describe, expect, it } from 'vitest';
import { isolatePod } from '../../../../core/remediation/actions/isolate-pod.ts';
import { ProviderUnavailable } from '../../../../core/remediation/errors.ts';
import { type Call, perform, type PerformDeps } from '../../../../core/remediation/perform.ts';
import { reversed } from '../../../../core/remediation/observe.ts';
import type { KubernetesWriter } from '../../../../core/remediation/kubernetes/port.ts';
import { memoryTable } from '../../../../local/engine/memory-table.ts';
import { memoryClaims } from '../../../../local/ports/claims.ts';
import { simulatedIntrusions } from '../../../../local/workload/intrusions/intrusions.ts';
import { incident, later, versions } from '../../../support/incident.ts';

const parameters = { namespace: 'checkout', kind: 'Deployment', name: 'receipts' } as const;
const now = () => later(0);

/** One approved isolation on a simulated cluster, performed with whatever port. */
const approved = async () => {
  const spec = { cluster: 'harbor', namespace: 'checkout', name: 'receipts', container: 'app', replicas: 2 };
  const intrusions = simulatedIntrusions([spec], now);
  const plan = isolatePod.plan(
    parameters,
    (await isolatePod.describe(parameters, { kubernetes: intrusions.kubernetes })) ?? {},
  );
  if (plan.kind !== 'planned') throw new Error(plan.reason);
  const { touched } = plan;
  const target = isolatePod.target(parameters);
  const call: Call = {
    incidentId: incident().id,
    idempotencyKey: 'approval/0',
    action: isolatePod,
    planned: { id: 'isolate-pod', provider: 'kubernetes', target, parameters, touched, undo: 'restore' },
    touched,
  };
  const deps: PerformDeps = { table: memoryTable(now).table, claims: memoryClaims(), versions, now };
  const policies = () => intrusions.kubernetes.list('NetworkPolicy', 'checkout');
  const run = (port: Partial<KubernetesWriter> = {}, other: Partial<Call> = {}) =>
    perform(deps, { ...call, ...other }, { kubernetes: { ...intrusions.kubernetes, ...port } });
  return { run, policies, intrusions, touched };
};

describe('an isolation', () => {
  it('is made, holds, and is undone', async () => {
    const { run, policies, intrusions, touched } = await approved();
    expect(await run()).toMatchObject({ status: 'succeeded' });
    expect(intrusions.isolatedSince('receipts', now())).toEqual(now());
    const undo = { idempotencyKey: 'approval/0/undo', touched: reversed(touched) };
    expect(await run({}, undo)).toMatchObject({ status: 'succeeded' });
    expect(await policies()).toEqual([]);
  });

  it('that died between its calls is unknown, and neither call is ever made again', async () => {
    const { run, policies } = await approved();
    let calls = 0;
    const dying = { createPolicy: () => new Promise<never>(() => (calls += 1)) };
    void run(dying);
    await expect.poll(() => calls).toBe(1);
    expect(await run()).toMatchObject({ status: 'outcome_unknown', observed: { networkPolicy: null } });
    expect(await run()).toMatchObject({ status: 'outcome_unknown' });
    expect(await policies()).toEqual([]);
  });

  it('whose second call is refused is unknown, not failed: the label stands', async () => {
    const { run } = await approved();
    const createPolicy = () => Promise.reject(new ProviderUnavailable('HTTP 503'));
    expect(await run({ createPolicy })).toMatchObject({
      status: 'outcome_unknown',
      observed: { quarantineLabel: expect.any(String), networkPolicy: null },
    });
  });

  it('whose first call is refused has failed, and nothing is changed', async () => {
    const { run, policies, intrusions } = await approved();
    const [drift] = await intrusions.kubernetes.list('Deployment', 'checkout');
    const get: KubernetesWriter['get'] = async (target) =>
      target.kind === 'Deployment'
        ? { ...drift, metadata: { name: 'receipts', resourceVersion: '1' } }
        : intrusions.kubernetes.get(target);
    expect(await run({ get })).toMatchObject({ status: 'failed' });
    expect(await policies()).toEqual([]);
  });

  it('whose undo died after the policy was deleted is unknown', async () => {
    const { run, touched, policies } = await approved();
    await run();
    const undo = { idempotencyKey: 'approval/0/undo', touched: reversed(touched) };
    expect(await run({ patch: () => Promise.reject(new Error('cut')) }, undo)).toMatchObject({
      status: 'outcome_unknown',
    });
    expect(await policies()).toEqual([]);
  });
});
