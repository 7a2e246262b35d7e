import { describe, expect, it } from 'vitest';
import type { View } from '../../../core/approval/page/view/view.ts';
import { keys } from '../../../core/incident/keys.ts';
import { optionOf } from '../../../core/knowledge/option.ts';
import { proposalDigest } from '../../../core/remediation/digest.ts';
import { decision } from '../../support/approval.ts';
import { diagnosis, pageWorld } from '../../support/approval-page.ts';
import { later } from '../../support/incident.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';

const viewOf = async (world: Awaited<ReturnType<typeof pageWorld>>, person = 'alice'): Promise<View> => {
  const { statusCode, body } = await world.post('view', { token: await world.token(person) });
  expect(statusCode).toBe(200);
  return JSON.parse(body);
};

describe('the view', () => {
  it('shows everything a person needs to decide, and who they are', async () => {
    const world = await pageWorld();
    expect(await viewOf(world)).toMatchObject({
      now: later(90).toISOString(),
      language: 'en',
      you: { id: 'alice', name: 'Alice', role: 'analyst', method: 'link' },
      incident: {
        service: 'payments',
        severity: 'high',
        status: 'awaiting_approval',
        over: false,
        sentence: 'Container app of payments-api runs out of memory at its limit of 512Mi',
      },
      diagnosis: {
        source: 'rules',
        causes: [{ confidence: 0.94, evidence: [{ id: 'S1' }, { id: 'S2' }] }],
        considered: [],
        missing: [],
        gaps: ['change history: access was denied'],
      },
      choices: [
        {
          digest: proposalDigest(proposal()),
          actions: [
            { fields: [{ path: 'containers.app.limits.memory', before: '512Mi', after: '1Gi' }], undo: 'restore' },
            { fields: [{ path: 'minReplicas', before: 2, after: 3 }] },
          ],
          risk: { level: 'low' },
          expected: { summary: 'pod stable, p99 < 200 ms' },
          quorum: { people: 1, roles: 1 },
        },
      ],
      request: { status: 'pending', expiresAt: later(900).toISOString(), decisions: [] },
      validation: null,
    });
    expect((await viewOf(world)).request.closed).toBeUndefined();
  });

  it('shows each choice as diff, code and reach, line by line with its indentation, and what doing nothing means', async () => {
    const [memoryOnly] = proposal().actions;
    const other = proposal({ title: 'only memory\u202e', actions: memoryOnly === undefined ? [] : [memoryOnly] });
    const { choices, doNothing } = await viewOf(await pageWorld({ choices: choiceSet(proposal(), other) }));
    expect(doNothing).toBe('nothing is changed; the alarm stays and people are told');
    expect(choices[0]).toMatchObject({ blastRadius: { resources: 2, changePercent: 100 }, notes: [] });
    expect(choices[1]?.title).toBe('only memory');
    expect(choices[0]).not.toHaveProperty('example');
    expect(choices[1]?.diff).toEqual([
      { indent: 0, text: '~ Deployment "checkout/payments-api" {' },
      { indent: 4, text: '~ containers.app.limits.memory = "512Mi" -> "1Gi"' },
      { indent: 2, text: '}' },
    ]);
    expect(choices[1]?.patches.map(({ form }) => form)).toEqual(['kubectl', 'hcl']);
    expect(choices[1]?.patches[0]?.lines.at(-2)).toEqual({ indent: 14, text: 'memory: "1Gi"' });
  });

  it('says of a choice that was asked in mode propose that it is never executed', async () => {
    const { choices } = await viewOf(await pageWorld({ choices: choiceSet(proposal({ mode: 'propose' })) }));
    expect(choices[0]?.example).toBe(true);
  });

  it('names the similar incidents, and says of each choice what it came to', async () => {
    const [memoryOnly] = proposal().actions;
    const other = proposal({ title: 'only memory', actions: memoryOnly === undefined ? [] : [memoryOnly] });
    const world = await pageWorld({ choices: choiceSet(proposal(), other) });
    const past = (incidentId: string, change: object) => ({
      incidentId,
      closedAt: later(-86_400).toISOString(),
      likeness: 0.9,
      sameResource: false,
      category: 'oom_killed',
      option: optionOf(proposal()),
      outcome: 'fixed',
      seconds: 420,
      ...change,
    });
    const body = {
      similar: [
        past('inc-1', {}),
        past('inc-2', { sameResource: true }),
        past('inc-3', { outcome: 'ineffective' }),
        past('inc-4', { category: 'crash_loop' }),
      ],
      gap: 'similar incidents: 1 of 5 have an unknown form',
    };
    const key = keys.similar(world.request.incidentId);
    await world.deps.table.transact([{ kind: 'create', item: { ...key, body } }]);
    const { choices, similar, diagnosis: shown } = await viewOf(world);
    expect(choices.map(({ record }) => record)).toEqual([
      '3 similar, 2 fixed by this (in 7 min), 1 not',
      '3 similar, 0 fixed by this',
    ]);
    expect(similar.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'inc-1 resolved in 7 min',
      'inc-2 resolved in 7 min',
      'inc-3 did not help',
      'inc-4 resolved in 7 min',
    ]);
    expect(shown?.gaps).toContain(body.gap);
    const forged = { similar: [past('inc-1', { category: '<b>' })] };
    await world.deps.table.transact([{ kind: 'replace', item: { ...key, body: forged }, when: [] }]);
    expect((await viewOf(world)).similar).toEqual([]);
  });

  it('says which model spoke and why another one did not', async () => {
    const model = { id: 'some-model', inputTokens: 1, outputTokens: 1, answerSha256: 'a' };
    const spoke = async (change: object) =>
      (await viewOf(await pageWorld({ diagnosis: { ...diagnosis, ...change } }))).diagnosis;
    expect(await spoke({ source: 'model', model })).toMatchObject({ source: 'model', model: 'some-model' });
    const silent = await spoke({ modelNote: 'the model timed out', model });
    expect(silent).toMatchObject({ source: 'rules', note: 'the model timed out' });
    // It answered, but it is not who named the cause.
    expect(silent).not.toHaveProperty('model');
  });

  it('says where model and rules differ, what else was considered and what is missing', async () => {
    const beside = {
      disagreement: 'the model names this, the rules that',
      considered: [{ category: 'pod_cpu_overload', reason: 'no throttling' }],
      missing: ['the heap'],
    };
    expect((await viewOf(await pageWorld({ diagnosis: { ...diagnosis, ...beside } }))).diagnosis).toMatchObject({
      disagreement: beside.disagreement,
      considered: ['pod_cpu_overload: no throttling'],
      missing: ['the heap'],
    });
  });

  it('changes nothing, however often it is asked', async () => {
    const world = await pageWorld();
    const before = world.memory.all();
    await viewOf(world);
    await viewOf(world);
    expect(world.memory.all()).toEqual(before);
  });

  it('never shows choices the link was not made for', async () => {
    const world = await pageWorld();
    const { incidentId } = world.request;
    const edited = {
      ...keys.proposal(incidentId),
      body: choiceSet(proposal({ actions: proposal().actions.slice(0, 1) })),
    };
    await world.deps.table.transact([{ kind: 'replace', item: edited, when: [] }]);
    const { choices, request } = await viewOf(world);
    expect(choices).toEqual([]);
    expect(request.closed).toMatchObject({ outcome: 'void' });
  });

  it('cleans every text of what deceives the eye', async () => {
    const summary = 'all \u202egood\u202c\u001b[31m <b>now</b>\u200b\nreally';
    const world = await pageWorld({
      diagnosis: { ...diagnosis, causes: diagnosis.causes.map((c) => ({ ...c, summary })) },
    });
    const { statusCode, body } = await world.post('view', { token: await world.token() });
    expect(statusCode).toBe(200);
    expect(JSON.parse(body).diagnosis.causes[0].summary).toBe('all good <b>now</b> really');
  });

  it('tells a viewer that viewers do not decide', async () => {
    const world = await pageWorld({ request: { approvers: ['alice', 'bob', 'carol'] } });
    expect((await viewOf(world, 'carol')).request.closed).toMatchObject({ outcome: 'not-permitted' });
  });

  it('still shows the end for a day, decisions by name', async () => {
    const made = await decision();
    const world = await pageWorld({ request: { status: 'approved' } });
    const { table } = world.deps;
    await table.transact([{ kind: 'create', item: { ...keys.decision(world.request.approvalId, 'alice'), ...made } }]);
    world.at(900 + 86_400);
    expect((await viewOf(world, 'bob')).request).toMatchObject({
      decisions: [{ by: 'alice', name: 'Alice', decision: 'approved', rollbackConsent: true }],
      closed: { outcome: 'already', by: 'alice', decision: 'approved' },
    });
  });

  it('shows a rollback as what it does: the executed change, backwards', async () => {
    const world = await pageWorld({
      purpose: 'rollback',
      choices: choiceSet(proposal({ risk: { level: 'medium', factors: [] } }), proposal()),
    });
    const made = await decision({ chosenDigest: proposalDigest(proposal()) }, world.choices);
    const key = keys.decision(made.proof.approvalId, 'alice');
    await world.deps.table.transact([{ kind: 'create', item: { ...key, ...made } }]);
    const { choices } = await viewOf(world);
    expect(choices).toHaveLength(1);
    expect(choices[0]?.digest).toBe(proposalDigest(proposal()));
    expect(choices[0]?.actions.map(({ fields }) => fields)).toEqual([
      [{ path: 'minReplicas', before: 3, after: 2 }],
      [{ path: 'containers.app.limits.memory', before: '1Gi', after: '512Mi' }],
    ]);
    expect(choices[0]?.diff.map(({ text }) => text)).toEqual([
      '~ HorizontalPodAutoscaler "checkout/payments-api" {',
      '~ minReplicas = 3 -> 2',
      '}',
      '~ Deployment "checkout/payments-api" {',
      '~ containers.app.limits.memory = "1Gi" -> "512Mi"',
      '}',
    ]);
    expect(choices[0]?.patches).toEqual([]);
    expect((await viewOf(world)).doNothing).toBeUndefined();
  });
});
