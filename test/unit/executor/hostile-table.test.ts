import { describe, expect, it } from 'vitest';
import { approvalIdFor } from '../../../core/approval/approval-id.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Item } from '../../../core/incident/table.ts';
import { Policy } from '../../../core/policy/policy.ts';
import { Profile } from '../../../core/policy/profile.ts';
import { Runbook } from '../../../core/policy/runbook.ts';
import type { JournalEntry } from '../../../core/remediation/journal.ts';
import type { ChoiceSet, Proposal } from '../../../core/remediation/proposal.ts';
import { countingWrite, recentActionsOf } from '../../../core/remediation/recent-actions.ts';
import { createHandler, type Deps } from '../../../functions/executor/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { autoscalerKey, deploymentKey } from '../../support/cluster.ts';
import { incident, later, stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { growing, resizing, slowWorld } from '../../support/slow.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { type World, world } from '../../support/world.ts';

const run = async (w: World, deps: Partial<Deps> = {}) =>
  createHandler({ ...w.deps, ...deps })(stepEvent(await w.read(), 'executing'));
const write = (w: World, item: Item) => w.deps.table.transact([{ kind: 'replace', item, when: [] }]);

/** An incident that was approved and never begun, in a table whose owner says that it is being executed. */
const saidToBeExecuting = async () => {
  const w = await world({ incident: { status: 'executing' } });
  await write(w, { ...keys.execution(w.incident.id), direction: 'apply', runUntil: later(0).toISOString() });
  return w;
};
const started = (n: number): JournalEntry => ({
  idempotencyKey: `${request().approvalId}/${n}`,
  provider: 'kubernetes',
  action: 'set-resources',
  target: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
  status: 'started',
  prior: { 'containers.app.limits.memory': '512Mi' },
  observed: null,
  executedAt: later(70).toISOString(),
});

const { profiles } = policyLayer();
const narrow = Profile.parse({ ...profiles['reliability'], actions: ['set-resources'] });
const costly = Runbook.parse({
  id: incident().runbook,
  title: 't',
  service: 's',
  severity: 'low',
  profile: 'cost',
  match: { namespace: 'n', metrics: ['m'] },
  resource: { kind: 'K', name: 'n' },
  evidence: {},
});

describe('executor in a table that somebody else writes', () => {
  it.each<[string, (w: World) => void | Partial<Deps> | Promise<unknown>, RegExp]>([
    ['execution is not enabled', (w) => w.deps.switches.turn({ execution: 'disabled' }), /execution is not enabled/],
    ['the mode is observe', () => ({ policy: policyLayer({ policy: Policy.parse({}) }) }), /mode is observe/],
    ['the policy changed', () => ({ policy: policyLayer({ version: 'policy-2' }) }), /policy changed/],
    [
      'the circuit is open',
      (w) => write(w, { ...keys.circuit('global'), open: true, failures: 2, version: 2 }),
      /circuit global is open/,
    ],
    [
      'Cedar denies',
      () => ({ policy: policyLayer({ decide: () => ({ allowed: false, because: ['no'] }) }) }),
      /policy denies alice/,
    ],
    [
      'its profile has not the action any more',
      () => ({ policy: policyLayer({ profiles: { reliability: narrow } }) }),
      /policy: .*: profile reliability has no action set-hpa-bounds/,
    ],
    [
      'its profile lets others decide',
      () => ({
        policy: policyLayer({
          profiles: { reliability: { ...narrow, approvers: { roles: ['admin'], teams: ['*'] } } },
        }),
      }),
      /policy: .*: profile reliability is not decided in the role analyst/,
    ],
    [
      'its runbook is of another profile than the proposal',
      () => ({ policy: policyLayer({ runbooks: [costly] }) }),
      /policy: the proposal is of profile reliability, its runbook of cost/,
    ],
    [
      'no change window is open',
      () => ({ policy: policyLayer({ policy: Policy.parse({ ...policyLayer().policy, changeWindows: [] }) }) }),
      /window: .* is in no change window/,
    ],
    [
      'the hour is used up',
      (w) => w.deps.table.transact([countingWrite(recentActionsOf(undefined), 'inc-other', 19, later(80))]),
      /caps: 19 actions in the last hour/,
    ],
  ])('begins nothing because the state row says executing, when %s', async (_when, prepare, reason) => {
    const w = await saidToBeExecuting();
    const change = await prepare(w);
    const deps = typeof change === 'object' && change !== null && 'policy' in change ? (change as Partial<Deps>) : {};
    expect(await run(w, deps)).toEqual({ kind: 'execution_failed' });
    expect(w.fake.calls).toEqual([]);
    expect(await w.reason()).toMatch(reason);
  });

  it('begins nothing after the time to execute because a journal line says it was begun', async () => {
    const w = await saidToBeExecuting();
    await write(w, { ...keys.journal(w.incident.id, started(0).idempotencyKey), body: started(0) });
    w.at(361);
    expect(await run(w)).toEqual({ kind: 'execution_failed' });
    expect(w.fake.calls).toEqual([]);
    expect(await w.journal()).toMatchObject([{ status: 'failed', error: expect.stringMatching(/executed by/) }]);
  });

  it('calls nothing under an emergency stop because a journal line says it was begun', async () => {
    const w = await world();
    await write(w, { ...keys.journal(w.incident.id, started(0).idempotencyKey), body: started(0) });
    // Pressed right after the gates were passed.
    let reads = 0;
    const switches = {
      read: async () => {
        reads += 1;
        const emergencyStop = reads === 1 ? ('clear' as const) : ('set' as const);
        return { execution: 'enabled' as const, emergencyStop, mode: 'execute' as const };
      },
    };
    expect(await createHandler({ ...w.deps, switches })(stepEvent(w.incident))).toEqual({ kind: 'execution_failed' });
    expect(w.fake.calls).toEqual([]);
    expect(await w.journal()).toMatchObject([{ status: 'failed', error: expect.stringMatching(/emergency stop/) }]);
  });

  it('does not call a change executed because its journal lines say that it succeeded', async () => {
    const w = await world();
    for (const n of [0, 1]) {
      const body = { ...started(n), status: 'succeeded' };
      await write(w, { ...keys.journal(w.incident.id, body.idempotencyKey), body });
    }
    expect(await createHandler(w.deps)(stepEvent(w.incident))).toEqual({ kind: 'outcome_unknown' });
    expect(w.fake.calls).toEqual([]);
    expect(await w.reason()).toMatch(/the journal says succeeded, and the resource does not hold it/);
  });

  it('does not take the approval of a rollback for the approval of a change', async () => {
    const asked = request({ purpose: 'rollback' });
    const w = await world({ request: asked, decisions: [await decision({ purpose: 'rollback' })] });
    expect(w.incident.approvalId).toBe(approvalIdFor(w.incident.id, 'rollback'));
    expect(await createHandler(w.deps)(stepEvent(w.incident))).toMatchObject({ kind: 'refused' });
    expect(w.fake.calls).toEqual([]);
  });

  it('looks at the alarm of the approved proposal, not at the one the state row names', async () => {
    const w = await world();
    const other = { ...w.incident.alarm, name: 'always-firing' };
    await write(w, { ...keys.incident(w.incident.id), ...w.incident, alarm: other });
    const alarms = { state: async (name: string) => (name === other.name ? ('ALARM' as const) : ('OK' as const)) };
    expect(await createHandler({ ...w.deps, alarms })(stepEvent(w.incident))).toEqual({ kind: 'self_recovered' });
  });

  it('makes no change that its action would not plan, though it was shown and approved so', async () => {
    // The next size up is what set-instance-class allows; a class has no percentage that a cap could hold.
    const huge = {
      ...resizing,
      parameters: { instance: 'orders-db', to: 'db.r6g.16xlarge' },
      touched: [{ path: 'instanceClass', before: 'db.r6g.large', after: 'db.r6g.16xlarge' }],
    };
    const w = await slowWorld([huge]);
    expect(await createHandler(w.deps)(stepEvent(await w.read()))).toMatchObject({
      kind: 'refused',
      name: 'drift',
      reason: expect.stringMatching(/set-instance-class on DBInstance orders-db cannot be planned now/),
    });
    expect(w.calls).toEqual([]);
  });

  it('makes none because the state row says that it was begun', async () => {
    const more = { ...growing, touched: [{ path: 'storageGiB', before: 100, after: 200 }] };
    const w = await slowWorld([more]);
    const now = await w.read();
    for (const item of [
      { ...now, ...keys.incident(now.id), status: 'executing' },
      { ...keys.execution(now.id), direction: 'apply', runUntil: later(0).toISOString() },
    ]) {
      await w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
    }
    expect(await createHandler(w.deps)(stepEvent(await w.read(), 'executing'))).toEqual({ kind: 'execution_failed' });
    expect(w.calls).toEqual([]);
    expect(await w.reason()).toMatch(/would be 150, approved is 200/);
  });

  it('makes no other change than its action plans', async () => {
    const more = { ...growing, touched: [{ path: 'storageGiB', before: 100, after: 200 }] };
    const w = await slowWorld([more]);
    expect(await createHandler(w.deps)(stepEvent(await w.read()))).toMatchObject({
      kind: 'refused',
      name: 'drift',
      reason: expect.stringMatching(/storageGiB of DBInstance orders-db would be 150, approved is 200/),
    });
    expect(w.calls).toEqual([]);
  });

  /** What a person signs after the stored choices were exchanged before they were shown. */
  const signed = async (choices: ChoiceSet) => world({ choices, decisions: [await decision({}, choices)] });
  const [first, second] = proposal().actions;
  if (first === undefined || second === undefined) throw new Error('two actions are needed');
  const large = { ...first, touched: [{ path: 'containers.app.limits.memory', before: '512Mi', after: '2Gi' }] };
  const lowered = { ...second, touched: [{ path: 'minReplicas', before: 2, after: 1 }] };
  it.each<[string, Partial<Proposal>, RegExp]>([
    [
      'act on something else than it shows',
      { actions: [{ ...first, parameters: { ...first.parameters, namespace: 'kube-system' } }] },
      /kube-system/,
    ],
    [
      'say that the undo restores what it does not',
      { actions: [{ ...first, parameters: { ...first.parameters, command: 'sh' } }] },
      /parameters/,
    ],
    ['are for another account', { account: '999999999999' }, /^digest: the proposal is for account 999999999999/],
    ['are for another region', { region: 'us-east-1' }, /^digest: .* in us-east-1/],
    [
      'are of more than one provider',
      { actions: [first, { ...second, provider: 'ecs' }] },
      /^scope: actions of more than one provider/,
    ],
    [
      'change what is outside the scope of the policy',
      { actions: [{ ...first, target: { ...first.target, namespace: 'kube-system' } }] },
      /^scope: .*kube-system, which is not in allowedNamespaces/,
    ],
    ['play down their risk', { actions: [large, lowered] }, /risk is high/],
    ['ask for fewer people than the policy', { risk: { level: 'medium', factors: [] } }, /2 people/],
  ])('refuses approved bytes that %s', async (_how, change, reason) => {
    const w = await signed(choiceSet(proposal(change)));
    const policy = policyLayer({
      policy: Policy.parse({
        ...policyLayer().policy,
        maxChangePercent: 400,
        quorum: { low: { people: 1, roles: 1 }, medium: { people: 2, roles: 1 }, high: { people: 2, roles: 2 } },
      }),
    });
    expect(await createHandler({ ...w.deps, policy })(stepEvent(w.incident))).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(reason),
    });
    expect(w.fake.calls).toEqual([]);
    expect(Object.keys(w.fake.objects)).toEqual([deploymentKey, autoscalerKey]);
  });
});
