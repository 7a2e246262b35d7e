import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnoseByRules } from '../../core/diagnosis/rules.ts';
import { conclude } from '../../core/evidence/conclude.ts';
import { nothing } from '../../core/evidence/gathered.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { normalizeAlarms } from '../../core/incident/normalize/normalize.ts';
import { purgeAt } from '../../core/incident/step.ts';
import { targetOf } from '../../core/policy/alarm-target.ts';
import type { SessionRequest } from '../../core/remediation/ports.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { createHandler as executor } from '../../functions/executor/handler.ts';
import { createHandler as proposer } from '../../functions/proposer/handler.ts';
import { createHandler as rollback } from '../../functions/rollback/handler.ts';
import { localSession } from '../../local/ports/session.ts';
import { decision, request } from '../support/approval.ts';
import { incident as sampleIncident, later, stepEvent } from '../support/incident.ts';
import { failed, fakeInterfaces, networkInterface, ownGroups, quarantineGroup } from '../support/interfaces.ts';
import { world } from '../support/world.ts';

const policy = loadPolicyLayer('layers/policy');
const finding: unknown = JSON.parse(readFileSync('events/alarm-handler/guardduty-ec2.json', 'utf8'));

/** What alarm-handler makes of the recorded finding. */
const found = (): Partial<Incident> => {
  const [one] = normalizeAlarms(finding);
  if (one?.kind !== 'alarm') throw new Error('no alarm');
  const target = targetOf(policy, one.alarm);
  if (target.kind !== 'matched') throw new Error(target.reason);
  const { id, service, severity } = target.runbook;
  return { alarm: one.alarm, resource: target.resource, runbook: id, service, severity };
};

const proposed = async (ec2: ReturnType<typeof fakeInterfaces>['ec2']) => {
  const w = await world({ incident: { ...found(), status: 'analyzed' }, decisions: [], now: later(10) });
  const incident = sampleIncident(found());
  const { pack } = conclude(nothing, incident, undefined, later(10));
  const diagnosis = diagnoseByRules(pack, incident.resource);
  await w.deps.table.transact([
    { kind: 'delete', key: keys.proposal(w.incident.id), when: [] },
    { kind: 'create', item: { ...keys.diagnosis(w.incident.id), body: diagnosis } },
    { kind: 'create', item: { ...keys.evidence(w.incident.id), body: pack } },
  ]);
  const deps = { ...w.deps, policy, readersFor: async () => ({ ec2 }) };
  expect(await proposer(deps)(stepEvent(w.incident))).toEqual({ kind: 'proposed' });
  return ChoiceSet.parse((await w.deps.table.get(keys.proposal(w.incident.id)))?.['body']);
};

/** Approved by two people of two roles. */
const approved = async () => {
  const fake = fakeInterfaces(networkInterface(failed));
  const choices = await proposed(fake.ec2);
  const decisions = [
    await decision({}, choices),
    await decision({ approver: 'bob', role: 'admin', decidedAt: later(70).toISOString() }, choices),
  ];
  const w = await world({ incident: found(), choices, request: request({}, choices), decisions });
  const session = localSession({ ec2: fake.ec2 });
  const sessions: SessionRequest[] = [];
  const open: typeof session.open = async (asked) => {
    sessions.push(asked);
    return session.open(asked);
  };
  const deps = { ...w.deps, policy, session: { open } };
  return { ...w, ...fake, choices, deps, sessions, groups: () => fake.state.get(failed)?.securityGroups };
};

const ineffective = async (w: Awaited<ReturnType<typeof approved>>): Promise<void> => {
  const status = { status: 'fix_ineffective', ...keys.incident(w.incident.id), purgeAt: purgeAt(later(0)) };
  await w.deps.table.transact([{ kind: 'replace', item: { ...(await w.read()), ...status }, when: [] }]);
  w.at(700);
};

describe('a finding of GuardDuty about an instance', () => {
  it('ends in the proposal to isolate its one network interface, of high risk, for two people', async () => {
    const { choices, calls } = await approved();
    expect(choices.choices).toMatchObject([
      {
        actions: [
          {
            id: 'isolate-network-interface',
            target: { kind: 'NetworkInterface', name: 'eni-0a1b2c3d4e5f60001' },
            touched: [{ path: 'securityGroups', before: ownGroups.join(','), after: quarantineGroup }],
            undo: 'restore',
          },
        ],
        risk: { level: 'high' },
        quorum: { people: 2, roles: 2 },
      },
    ]);
    expect(calls).toEqual([]);
  });

  it('isolates it when approved, and a rollback gives back the groups that it had', async () => {
    const w = await approved();
    expect(await executor(w.deps)(stepEvent(await w.read()))).toEqual({ kind: 'executed' });
    expect(w.groups()).toEqual([quarantineGroup]);
    expect(await w.journal()).toMatchObject([{ status: 'succeeded', prior: { securityGroups: ownGroups.join(',') } }]);

    await ineffective(w);
    expect(await rollback(w.deps)(stepEvent(await w.read()))).toEqual({ kind: 'rolled_back' });
    expect(w.groups()).toEqual(ownGroups);
    expect(w.calls).toHaveLength(2);
    const place = 'arn:aws:ec2:eu-central-1:123456789012';
    const named = [
      `network-interface/${failed}`,
      ...[...ownGroups, quarantineGroup].map((id) => `security-group/${id}`),
    ];
    const Resource = named.map((name) => `${place}:${name}`);
    // There and back, no session may name another group.
    expect(w.sessions.map(({ statements }) => statements[1])).toMatchObject([{ Resource }, { Resource }]);
  });

  it('is not executed when somebody gave it another group since', async () => {
    const w = await approved();
    w.state.set(failed, networkInterface(failed, { securityGroups: [...ownGroups, 'sg-0a1b2c3d4e5f60003'] }));
    expect(await executor(w.deps)(stepEvent(await w.read()))).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/drift: securityGroups/),
    });
    expect(w.calls).toEqual([]);
  });

  it('keeps the groups that somebody else gave it after the isolation', async () => {
    const w = await approved();
    await executor(w.deps)(stepEvent(await w.read()));
    w.state.set(failed, networkInterface(failed, { securityGroups: ['sg-0a1b2c3d4e5f60003'] }));
    await ineffective(w);
    expect(await rollback(w.deps)(stepEvent(await w.read()))).toEqual({ kind: 'rollback_failed' });
    expect(w.groups()).toEqual(['sg-0a1b2c3d4e5f60003']);
  });
});
