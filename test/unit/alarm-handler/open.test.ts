import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import type { Actor, Status } from '../../../core/incident/lifecycle.ts';
import { TransitionRecord } from '../../../core/incident/step.ts';
import { Profile } from '../../../core/policy/profile.ts';
import { oomEvent, recorded, stage, versions } from './stage.ts';

const id = 'inc-20261120021307-0d62d005';
const opened = { kind: 'opened', incidentId: id, status: 'detected' };
const scope = 'Deployment/checkout/payments-api';

describe('an alarm that fires', () => {
  it('opens an incident for the resource its runbook names', async () => {
    const { handle, incident } = stage();
    expect(await handle(recorded('eks-oomkilled'))).toEqual([opened]);
    expect(await incident(id)).toMatchObject({
      status: 'detected',
      seq: 1,
      runbook: 'eks-oomkilled',
      service: 'payments',
      severity: 'high',
      resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
      due: { at: '2026-11-20T02:15:08.950Z', does: 'again', attempt: 0 },
      leases: [],
    });
  });

  it('opens none with a runbook whose profile takes no alarms of that kind: a namespace is not enough', async () => {
    const { deps, handle, incident } = stage();
    const cost = { ...deps.policy.profiles['cost'], title: 'cost' };
    deps.policy.profiles = { reliability: Profile.parse({ ...cost, sources: { kinds: ['budget'], namespaces: [] } }) };
    expect(await handle(recorded('eks-oomkilled'))).toEqual([{ ...opened, status: 'report_only' }]);
    expect(await incident(id)).toMatchObject({
      reason: 'runbook eks-oomkilled is of profile reliability, which takes no metric alarms',
      resource: { kind: 'Alarm' },
    });
  });

  it('records how it began, with a digest of the alarm', async () => {
    const { handle, table } = stage();
    await handle(recorded('eks-oomkilled'));
    expect(TransitionRecord.loose().parse(await table.get(keys.transition(id, 1)))).toMatchObject({
      from: null,
      to: 'detected',
      by: 'alarm-handler',
      digests: { alarm: expect.stringMatching(/^[0-9a-f]{64}$/) },
      versions,
    });
  });

  it('opens one incident, however often and in whichever form it is delivered', async () => {
    const { handle, forgetful, all, meter } = stage();
    expect(await handle(recorded('eks-oomkilled'))).toEqual([opened]);
    const before = structuredClone(all());
    const duplicate = [{ kind: 'duplicate', incidentId: id }];
    expect(await handle(recorded('eks-oomkilled'))).toEqual(duplicate);
    expect(await handle(recorded('sns'))).toEqual(duplicate);
    expect([...meter.counts]).toEqual([
      ['Alarm_opened', 1],
      ['Alarm_duplicate', 2],
    ]);
    expect(await forgetful(recorded('eks-oomkilled'))).toEqual([{ kind: 'duplicate', incidentId: id }]);
    expect(await forgetful(recorded('sns'))).toEqual([{ kind: 'duplicate', incidentId: id }]);
    expect(all()).toEqual(before);
  });

  it('opens nothing again when it is replayed long after its incident ended', async () => {
    const { handle, forgetful, move, table, all } = stage();
    await handle(recorded('eks-oomkilled'));
    await move(id, ['report_only', 'timekeeper']);
    await handle(oomEvent('checkout-payments-api-oomkilled', 'ALARM', 40));
    const before = structuredClone(all());
    expect(await forgetful(recorded('eks-oomkilled'))).toMatchObject([{ kind: 'duplicate' }]);
    expect(all()).toEqual(before);

    const correlation = keys.correlation(scope);
    await table.transact([{ kind: 'delete', key: correlation, when: [] }]);
    expect(await forgetful(recorded('eks-oomkilled'))).toEqual([{ kind: 'duplicate', incidentId: id }]);
  });

  it('opens a new incident for the resource when the last one has ended', async () => {
    const { handle, move } = stage();
    await handle(recorded('eks-oomkilled'));
    await move(id, ['report_only', 'timekeeper']);
    const [second] = await handle(oomEvent('checkout-payments-api-oomkilled', 'ALARM', 40));
    expect(second).toMatchObject({ kind: 'opened', status: 'detected' });
    expect(second).not.toMatchObject({ incidentId: id });
  });

  it('opens a new incident while the change of the last one is to be taken back: that one is about its change alone', async () => {
    const { handle, table, incident, all } = stage();
    await handle(recorded('eks-oomkilled'));
    const reopened = {
      ...(await incident(id)),
      status: 'awaiting_rollback_approval',
      rollbackAsked: { by: 'bob', times: 1 },
    };
    await table.transact([{ kind: 'replace', item: { ...keys.incident(id), ...reopened }, when: [] }]);
    const [second] = await handle(oomEvent('checkout-payments-api-oomkilled', 'ALARM', 40));
    expect(second).toMatchObject({ kind: 'opened', status: 'detected' });
    expect(second).not.toMatchObject({ incidentId: id });
    expect(await incident(id)).toEqual(reopened);
    expect(all().filter(({ pk, sk }) => pk === keys.incident(id).pk && sk.startsWith('T#'))).toHaveLength(1);
  });

  it('joins the open incident of its resource, and is recorded there', async () => {
    const { handle, table, incident } = stage();
    await handle(recorded('eks-oomkilled'));
    const name = 'checkout-payments-api-restarts';
    expect(await handle(oomEvent(name, 'ALARM', 14))).toEqual([{ kind: 'correlated', incidentId: id }]);
    expect(await table.get(keys.correlated(id, name))).toMatchObject({ alarm: name, at: '2026-11-20T02:14:07.318Z' });
    expect((await incident(id)).seq).toBe(1);
  });

  it.each<[string, [Status, Actor][]]>([
    ['its outcome is unknown', [['outcome_unknown', 'executor']]],
    [
      'its rollback failed',
      [
        ['execution_failed', 'executor'],
        ['rollback_failed', 'timekeeper'],
      ],
    ],
  ])('tells people once more when the incident it joins has no deadline, because %s', async (_why, last) => {
    const { handle, table, incident, move } = stage();
    await handle(recorded('eks-oomkilled'));
    const path: [Status, Actor][] = [
      ['analyzed', 'analyzer'],
      ['proposed', 'proposer'],
      ['awaiting_approval', 'notifier'],
      ['approved', 'approval-api'],
      ['executing', 'executor'],
    ];
    await move(id, ...path, ...last);
    const before = await incident(id);
    const again = oomEvent('checkout-payments-api-oomkilled', 'ALARM', 50);
    expect(await handle(again)).toEqual([{ kind: 'correlated', incidentId: id }]);
    const { status } = before;
    expect(await incident(id)).toMatchObject({ status, seq: before.seq + 1 });
    expect(await table.get(keys.transition(id, before.seq + 1))).toMatchObject({ from: status, to: status });
  });

  it('turns a storm of different alarms on one resource into one incident', async () => {
    const { handle, all } = stage();
    const names = Array.from({ length: 10 }, (_, i) => `checkout-payments-api-${i}`);
    const outcomes = (await Promise.all(names.map((name) => handle(oomEvent(name, 'ALARM', 14))))).flat();
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([...Array(9).fill('correlated'), 'opened']);
    expect(all().filter(({ sk }) => sk === 'STATE')).toHaveLength(1);
    expect(all().filter(({ sk }) => sk.startsWith('ALARM#'))).toHaveLength(9);
  });

  it('opens separate incidents for separate resources', async () => {
    const { handle, all } = stage();
    await handle(recorded('eks-oomkilled'));
    const ledger = { ClusterName: 'harbor', Namespace: 'checkout', PodName: 'ledger' };
    await handle(oomEvent('checkout-ledger-oomkilled', 'ALARM', 14, ledger));
    expect(all().filter(({ sk }) => sk === 'STATE')).toHaveLength(2);
  });

  it('does not join an incident that ends in the same moment', async () => {
    let end = async () => {};
    const { handle, move } = stage((table) => ({
      ...table,
      transact: async (writes) => {
        const now = end;
        end = async () => {};
        await now();
        return table.transact(writes);
      },
    }));
    await handle(recorded('eks-oomkilled'));
    end = () => move(id, ['report_only', 'timekeeper']);
    expect(await handle(oomEvent('checkout-payments-api-restarts', 'ALARM', 14))).toMatchObject([{ kind: 'opened' }]);
  });

  it('gives up for Lambda to retry when the incident never stands still', async () => {
    const { handle } = stage((table) => ({ ...table, transact: async () => ({ kind: 'lost', failed: [0] }) }));
    await expect(handle(recorded('eks-oomkilled'))).rejects.toThrow('changed under each of 10 attempts');
  });
});

describe('an alarm that no runbook covers', () => {
  it.each([
    [
      'metric-math',
      'no runbook matches namespace AWS/ApplicationELB metric HTTPCode_Target_5XX_Count; add one to layers/policy/runbooks',
    ],
    [
      'composite',
      'no runbook matches composite alarm checkout-service-health, which names no metric; add one to layers/policy/runbooks',
    ],
  ])('becomes a report that tells the operator what is missing: %s', async (name, reason) => {
    const { handle, incident } = stage();
    const [outcome] = await handle(recorded(name));
    if (outcome?.kind !== 'opened') throw new Error('expected an incident');
    expect(outcome.status).toBe('report_only');
    const found = await incident(outcome.incidentId);
    expect(found).toMatchObject({ status: 'report_only', reason, resource: { kind: 'Alarm', name: found.alarm.name } });
    expect(found).not.toHaveProperty('due');
    expect(found).not.toHaveProperty('runbook');
  });

  it('becomes a report when the runbook cannot find the resource', async () => {
    const { handle, incident } = stage();
    const [outcome] = await handle(oomEvent('half-an-alarm', 'ALARM', 14, { ClusterName: 'harbor' }));
    if (outcome?.kind !== 'opened') throw new Error('expected an incident');
    expect(await incident(outcome.incidentId)).toMatchObject({
      status: 'report_only',
      reason: expect.stringMatching(
        /^runbook eks-oomkilled, resource\.namespace: .*; correct the runbook .* or the alarm's dimensions$/,
      ),
    });
  });
});
