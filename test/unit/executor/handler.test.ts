import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import { Policy } from '../../../core/policy/policy.ts';
import { createHandler, type Deps } from '../../../functions/executor/handler.ts';
import { createHandler as timekeeper } from '../../../functions/timekeeper/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { autoscaler, autoscalerKey, deployment, deploymentKey } from '../../support/cluster.ts';
import { Crash } from '../../support/crash.ts';
import { incident, later, stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { type World, world } from '../../support/world.ts';

const run = (w: World, deps: Partial<Deps> = {}) => createHandler({ ...w.deps, ...deps })(stepEvent(w.incident));

const withPolicy = (change: object) => policyLayer({ policy: Policy.parse({ ...policyLayer().policy, ...change }) });
const create = async (w: World, item: Parameters<typeof w.deps.table.transact>[0][number] & { kind: 'create' }) => {
  await w.deps.table.transact([item]);
  return {};
};
const open = (w: World, scope: string) =>
  create(w, { kind: 'create', item: { ...keys.circuit(scope), open: true, failures: 2, version: 2 } });
const lease = (w: World) =>
  create(w, { kind: 'create', item: { ...keys.lease('Deployment/checkout/payments-api'), incidentId: 'inc-other' } });
const used = (w: World) => create(w, { kind: 'create', item: { ...keys.proofUsed(request().approvalId) } });

/** The process dies as soon as it holds the claim. */
const dyingAfterClaim = async (w: World): Promise<void> => {
  const take = async () => Promise.reject(new Crash('dead'));
  await expect(run(w, { claims: { take } })).rejects.toThrow('dead');
};

describe('executor', () => {
  it('applies exactly the approved change and journals prior and observed state', async () => {
    const w = await world();
    expect(await run(w)).toEqual({ kind: 'executed' });
    expect(w.fake.objects).toEqual({ [deploymentKey]: deployment('1Gi'), [autoscalerKey]: autoscaler(3) });
    expect(await w.journal()).toMatchObject([
      {
        idempotencyKey: `${request().approvalId}/0`,
        action: 'set-resources',
        status: 'succeeded',
        prior: { 'containers.app.limits.memory': '512Mi' },
        observed: { 'containers.app.limits.memory': '1Gi' },
      },
      { action: 'set-hpa-bounds', status: 'succeeded', prior: { minReplicas: 2 }, observed: { minReplicas: 3 } },
    ]);
    expect(w.session.opened).toMatchObject([{ approver: 'alice', incidentId: w.incident.id }]);
    expect(w.leases()).toHaveLength(2);
    expect((await w.read()).due).toMatchObject({ does: 'poll' });
    // Approved a minute after the alarm, applied half a minute later.
    expect(w.deps.meter.durations.get('TimeToApply')).toEqual([30]);
  });

  it('applies the alternative that was approved, and judges by its own numbers', async () => {
    const [memoryOnly] = proposal().actions;
    const expected = { ...proposal().expected, stableSeconds: 300 };
    const alternative = proposal({ actions: memoryOnly === undefined ? [] : [memoryOnly], expected });
    const choices = choiceSet(proposal(), alternative);
    const w = await world({
      choices,
      decisions: [await decision({ chosenDigest: proposalDigest(alternative) }, choices)],
    });
    expect(await run(w)).toEqual({ kind: 'executed' });
    expect(w.fake.objects).toEqual({ [deploymentKey]: deployment('1Gi'), [autoscalerKey]: autoscaler(2) });
    expect((await w.journal()).map(({ action }) => action)).toEqual(['set-resources']);
    expect(w.leases()).toHaveLength(1);
    expect((await w.read()).due?.at).toBe(later(90 + 300).toISOString());
  });

  it('refuses a risky alternative that one person approved because the recommendation needs only one', async () => {
    const two = { people: 2, roles: 2 };
    const risky = proposal({ risk: { level: 'high', factors: [] }, quorum: two });
    const choices = choiceSet(proposal(), risky);
    const w = await world({ choices, decisions: [await decision({ chosenDigest: proposalDigest(risky) }, choices)] });
    expect(await run(w)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/2 people of 2 roles/) });
    expect(w.fake.calls).toEqual([]);
  });

  const refusals: [string, (w: World) => Partial<Deps> | Promise<Partial<Deps>> | undefined | void, RegExp][] = [
    ['the emergency stop is set', (w) => w.deps.switches.turn({ emergencyStop: 'set' }), /emergency stop/],
    [
      'execution is not enabled',
      (w) => w.deps.switches.turn({ execution: 'disabled' }),
      /^execution-disabled: execution is not enabled/,
    ],
    ['the mode is propose', () => ({ policy: withPolicy({ mode: 'propose' }) }), /mode is propose/],
    [
      'the parameter says propose',
      (w) => w.deps.switches.turn({ mode: 'propose' }),
      /^mode: mode is propose, not execute \(parameter: propose, policy.yaml: execute\)$/,
    ],
    ['the time to execute is over', (w) => w.at(361), /executed by/],
    ['the policy changed', () => ({ policy: policyLayer({ version: 'policy-2' }) }), /policy changed/],
    [
      'Cedar denies',
      () => ({ policy: policyLayer({ decide: () => ({ allowed: false, because: ['no'] }) }) }),
      /policy denies alice/,
    ],
    ['an action is not allowed any more', () => ({ policy: withPolicy({ allowedActions: [] }) }), /allowedActions/],
    [
      'the namespace is not allowed',
      () => ({ policy: withPolicy({ allowedNamespaces: ['other'] }) }),
      /allowedNamespaces/,
    ],
    ['there are too many actions', () => ({ policy: withPolicy({ maxActionsPerRun: 1 }) }), /maxActionsPerRun/],
    ['the change is too large', () => ({ policy: withPolicy({ maxChangePercent: 50 }) }), /more than 50 %/],
    ['the alarm has no data', (w) => void (w.state.alarm = 'INSUFFICIENT_DATA'), /INSUFFICIENT_DATA/],
    [
      'a limit was changed meanwhile',
      (w) => void (w.fake.objects[deploymentKey] = deployment('768Mi')),
      /drift.*512Mi.*768Mi/,
    ],
    ['the autoscaler is gone', (w) => void delete w.fake.objects[autoscalerKey], /drift.*does not exist/],
    ['the global circuit is open', (w) => open(w, 'global'), /circuit global is open/],
    ['the circuit of the resource is open', (w) => open(w, 'Deployment/checkout/payments-api'), /is open/],
    [
      'another incident holds a lease',
      (w) => lease(w),
      /another incident is changing Deployment\/checkout\/payments-api/,
    ],
    ['the approval was used before', (w) => used(w), /already used/],
  ];
  it('never executes what was asked in mode propose, also after the mode is execute', async () => {
    const choices = choiceSet(proposal({ mode: 'propose' }));
    const w = await world({ choices });
    expect(await run(w)).toMatchObject({ kind: 'refused', name: 'mode', reason: /proposed in mode propose/ });
    expect(w.fake.calls).toEqual([]);
  });

  it.each(refusals)('refuses when %s, changing nothing and holding nothing', async (_when, prepare, reason) => {
    const w = await world();
    const mine = w.leases().length;
    const deps = (await prepare(w)) ?? {};
    const before = structuredClone(w.fake.objects);
    expect(await run(w, deps)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(reason) });
    expect(await w.status()).toBe('refused');
    expect(w.fake.objects).toEqual(before);
    expect(w.fake.calls).toEqual([]);
    expect(w.leases().filter(({ incidentId }) => incidentId === w.incident.id)).toHaveLength(mine);
  });

  it.each([
    ['without a proof', async () => []],
    ['with another MAC', async () => [{ ...(await decision()), mac: Buffer.alloc(32).toString('base64url') }]],
  ])('refuses %s', async (_how, decisions) => {
    const w = await world({ decisions: await decisions() });
    expect(await run(w)).toMatchObject({ kind: 'refused' });
    expect(w.fake.calls).toEqual([]);
  });

  it('refuses when the stored proposal is not the approved one', async () => {
    const signed = await decision();
    const w = await world({ choices: choiceSet(proposal({ account: '999999999999' })), decisions: [signed] });
    expect(await run(w)).toMatchObject({ kind: 'refused' });
    expect(w.fake.calls).toEqual([]);
  });

  it('changes nothing when the alarm recovered before it acts', async () => {
    const w = await world();
    w.state.alarm = 'OK';
    expect(await run(w)).toEqual({ kind: 'self_recovered' });
    expect(w.fake.calls).toEqual([]);
  });

  it('takes no silence for recovery: what was found once has no state', async () => {
    const w = await world({ incident: { alarm: { ...incident().alarm, kind: 'runtime' } } });
    w.state.alarm = 'OK';
    expect(await run(w)).toEqual({ kind: 'executed' });
  });

  it('makes one change for fifty executions racing on one approval', async () => {
    const w = await world();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => run(w).catch((error: unknown) => error)));
    expect(outcomes.filter((o) => (o as { kind?: string }).kind === 'executed')).toHaveLength(1);
    expect(w.fake.calls).toHaveLength(2);
    expect(await w.status()).toBe('executed');
  });

  it('does not run twice after the table was restored to before the execution', async () => {
    const w = await world();
    await run(w);
    const restored = await world();
    expect(await run(restored, { claims: w.deps.claims })).toEqual({ kind: 'execution_failed' });
    expect(restored.fake.calls).toEqual([]);
    expect((await restored.journal()).map(({ status }) => status)).toEqual(['failed']);
  });

  it('stops at the first action that fails and counts the failure', async () => {
    const w = await world();
    const patch = w.fake.cluster.patch;
    w.fake.cluster.patch = async (target, operations) => {
      if (target.kind === 'Deployment') return patch(target, operations);
      w.fake.objects[autoscalerKey] = autoscaler(2);
      throw new Error('connection lost');
    };
    expect(await run(w)).toEqual({ kind: 'settling' });
    expect(await w.reason()).toMatch(/gave no answer \(Error: connection lost\) and is looked at again/);
    w.at(160);
    await timekeeper(w.deps)({});
    expect(await createHandler(w.deps)(stepEvent(await w.read()))).toEqual({ kind: 'execution_failed' });
    expect((await w.journal()).map(({ status }) => status)).toEqual(['succeeded', 'failed']);
    expect(await w.deps.table.get(keys.circuit('global'))).toMatchObject({ failures: 1, open: false });
  });

  it('ends in outcome_unknown when the resource holds neither value, and releases nothing', async () => {
    const w = await world();
    w.fake.cluster.patch = async () => {
      w.fake.objects[deploymentKey] = deployment('900Mi');
      throw new Error('timeout');
    };
    expect(await run(w)).toEqual({ kind: 'outcome_unknown' });
    expect(await w.reason()).toMatch(/set-resources on payments-api\) outcome_unknown/);
    expect(w.leases()).toHaveLength(2);
  });

  it('stops between two actions when the emergency stop is set', async () => {
    const w = await world();
    const patch = w.fake.cluster.patch;
    w.fake.cluster.patch = async (target, operations) => {
      w.deps.switches.turn({ emergencyStop: 'set' });
      return patch(target, operations);
    };
    expect(await run(w)).toEqual({ kind: 'execution_failed' });
    expect(w.fake.calls).toHaveLength(1);
  });

  it('begins no further action when it takes a run over after the time to execute', async () => {
    const w = await world();
    const patch = w.fake.cluster.patch;
    w.fake.cluster.patch = async (target, operations) => {
      await patch(target, operations);
      throw new Crash('between the first action and its journal line');
    };
    const dying = { ...w.deps.table, transact: w.deps.table.transact };
    dying.transact = async (writes) => {
      if (w.fake.calls.length > 0) throw new Crash('dead');
      return w.deps.table.transact(writes);
    };
    await expect(run(w, { table: dying })).rejects.toThrow('dead');
    w.fake.cluster.patch = patch;
    w.at(361);
    expect(await createHandler(w.deps)(stepEvent(await w.read()))).toEqual({ kind: 'execution_failed' });
    expect((await w.journal()).map(({ status }) => status)).toEqual(['succeeded']);
    expect(w.fake.calls).toHaveLength(1);
    expect(await w.reason()).toMatch(/time to execute was over before action 2/);
  });

  it.each(['global', 'Deployment/checkout/payments-api'])(
    'refuses when the circuit %s opens between the last gate and the claim',
    async (scope) => {
      const w = await world();
      const { table } = w.deps;
      let opened = false;
      const racing: typeof table.transact = async (writes) => {
        if (!opened) await open(w, scope);
        opened = true;
        return table.transact(writes);
      };
      const outcome = await run(w, { table: { ...table, transact: racing } });
      expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/circuit opened/) });
      expect(w.fake.calls).toEqual([]);
    },
  );

  it('leaves a run alone that ended while it was about to take it over', async () => {
    const w = await world();
    await dyingAfterClaim(w);
    const event = stepEvent({ ...w.incident, status: 'executing' });
    // Two invocations of one redelivered event: the second has read the incident when the first one ends the run.
    const late = { ...w.deps.table };
    let ended: Promise<unknown> | undefined;
    late.transact = async (writes) => {
      ended ??= createHandler(w.deps)(event);
      await ended;
      return w.deps.table.transact(writes);
    };
    w.at(200);
    expect(await createHandler({ ...w.deps, table: late })(event)).toEqual({ kind: 'running' });
    expect(await w.status()).toBe('executed');
    expect(await w.deps.table.get(keys.execution(w.incident.id))).toMatchObject({
      executedAt: later(200).toISOString(),
    });
  });

  it('counts an execution whose proof is gone as a failure', async () => {
    const w = await world({ incident: { status: 'executing' }, decisions: [] });
    expect(await run(w)).toEqual({ kind: 'outcome_unknown' });
    expect(await w.deps.table.get(keys.circuit('global'))).toMatchObject({ failures: 1, open: false });
  });

  it('leaves an incident alone that has moved on', async () => {
    const w = await world({ incident: { status: 'self_recovered' } });
    const event = stepEvent({ ...w.incident, status: 'approved' });
    expect(await createHandler(w.deps)(event)).toEqual({ kind: 'stale' });
    expect(later(0)).toBeInstanceOf(Date);
  });
});
