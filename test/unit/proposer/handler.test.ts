import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../../core/diagnosis/diagnosis.ts';
import type { EvidencePack } from '../../../core/evidence/signal.ts';
import { keys, prefixes } from '../../../core/incident/keys.ts';
import { optionOf } from '../../../core/knowledge/option.ts';
import { Policy } from '../../../core/policy/policy.ts';
import type { Runbook } from '../../../core/policy/runbook.ts';
import { choiceSetDigest, proposalDigest } from '../../../core/remediation/digest.ts';
import { doNothingByDefault, ChoiceSet, type Proposal } from '../../../core/remediation/proposal.ts';
import { countingWrite, recentActionsOf } from '../../../core/remediation/recent-actions.ts';
import { loadPolicyLayer } from '../../../core/runtime/policy-source.ts';
import { createHandler, type Deps } from '../../../functions/proposer/handler.ts';
import { deployment, deploymentKey } from '../../support/cluster.ts';
import { fakeInterfaces, networkInterface, standby } from '../../support/interfaces.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { world } from '../../support/world.ts';

const shipped = loadPolicyLayer('layers/policy');
const resource = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };
const evidence: EvidencePack = {
  signals: [
    {
      id: 'S1',
      kind: 'state',
      fact: 'oom_killed',
      summary: 'app was OOMKilled',
      resource,
      strength: 1,
      data: { container: 'app' },
    },
    {
      id: 'S2',
      kind: 'state',
      fact: 'autoscaler',
      summary: 'bounds',
      resource,
      strength: 0.2,
      data: { autoscaler: 'payments-api' },
    },
  ],
  gaps: [],
  promptTokens: 10,
};
const diagnosis: Diagnosis = {
  kind: 'diagnosed',
  source: 'rules',
  causes: [{ category: 'oom_killed', resource, summary: 'out of memory', confidence: 0.9, citations: ['S1'] }],
};

const analyzed = async (said: Diagnosis = diagnosis, pack = evidence) => {
  const w = await world({ incident: { status: 'analyzed' }, decisions: [], now: later(10) });
  const empty = await world({ incident: { status: 'analyzed' } });
  const { table } = w.deps;
  await table.transact([
    { kind: 'delete', key: keys.proposal(w.incident.id), when: [] },
    { kind: 'create', item: { ...keys.diagnosis(w.incident.id), body: said } },
    { kind: 'create', item: { ...keys.evidence(w.incident.id), body: pack } },
  ]);
  const deps: Deps = { ...w.deps, policy: shipped };
  return {
    w,
    empty,
    run: (change: Partial<Deps> = {}) => createHandler({ ...deps, ...change })(stepEvent(w.incident)),
  };
};

describe('proposer', () => {
  it('binds the planned change, its undo and its expected state into one proposal within policy', async () => {
    const { w, run } = await analyzed();
    expect(await run()).toEqual({ kind: 'proposed' });
    const item = await w.deps.table.get(keys.proposal(w.incident.id));
    const [choice] = ChoiceSet.parse(item?.['body']).choices;
    expect(choice).toMatchObject({
      actions: [
        {
          id: 'set-resources',
          touched: [{ path: 'containers.app.limits.memory', before: '512Mi', after: '1Gi' }],
          undo: 'restore',
        },
        { id: 'set-hpa-bounds', touched: [{ path: 'minReplicas', before: 2, after: 3 }], undo: 'restore' },
      ],
      risk: { level: 'low' },
      expected: { summary: 'pod stable, p99 < 200 ms', alarm: 'checkout-payments-api-oomkilled' },
      policyVersion: shipped.version,
      expiresAt: later(910).toISOString(),
    });
    expect(w.fake.calls).toEqual([]);
  });

  describe('when a change was tried before', () => {
    const tried = async (...tries: { choice: number; outcome: 'fixed' | 'ineffective'; change?: object }[]) => {
      const plain = await analyzed();
      await plain.run();
      const set = ChoiceSet.parse((await plain.w.deps.table.get(keys.proposal(plain.w.incident.id)))?.['body']);
      const { w, run } = await analyzed();
      const similar = tries.flatMap(({ choice, outcome, change }, index) => {
        const proposal = set.choices[choice];
        if (proposal === undefined) return [];
        const closedAt = `2026-11-0${index + 1}T03:00:00.000Z`;
        const about = { incidentId: `inc-${index}`, closedAt, likeness: 0.9, sameResource: true, outcome };
        return [{ ...about, category: 'oom_killed', option: optionOf(proposal), ...change }];
      });
      await w.deps.table.transact([{ kind: 'create', item: { ...keys.similar(w.incident.id), body: { similar } } }]);
      expect(await run()).toEqual({ kind: 'proposed' });
      const stored = await w.deps.table.get(keys.proposal(w.incident.id));
      const { choices } = ChoiceSet.parse(stored?.['body']);
      return { titles: choices.map(({ title }) => title), choices, reason: await w.reason(), usual: set };
    };
    const smaller = 'only the memory limit, by half';

    it('puts the alternative first after the usual change did not help here, says why, and binds what it says', async () => {
      const { titles, choices, reason, usual } = await tried({ choice: 0, outcome: 'ineffective' });
      expect(titles).toEqual([smaller, undefined]);
      expect(reason).toBe(`${smaller} comes first: the usual one did not help here on 2026-11-01`);
      const { risk, ...rest } = choices[1] ?? {};
      const { risk: before, ...same } = usual.choices[0] ?? {};
      expect(risk).toEqual({
        level: before?.level,
        factors: [...(before?.factors ?? []), 'did not help here on 2026-11-01'],
      });
      expect(rest).toEqual(same);
      expect(choices[0]).toEqual(usual.choices[1]);
    });

    it.each<[string, Parameters<typeof tried>, RegExp | undefined]>([
      [
        'it helped as often',
        [
          { choice: 0, outcome: 'ineffective' },
          { choice: 0, outcome: 'fixed' },
        ],
        /helped once$/,
      ],
      [
        'the other did not help either',
        [
          { choice: 0, outcome: 'ineffective' },
          { choice: 1, outcome: 'ineffective' },
        ],
        /^did not help here on 2026-11-01$/,
      ],
      ['that was elsewhere', [{ choice: 0, outcome: 'ineffective', change: { sameResource: false } }], undefined],
      [
        'that was for another cause',
        [{ choice: 0, outcome: 'ineffective', change: { category: 'crash_loop' } }],
        undefined,
      ],
    ])('keeps the usual change first when %s', async (_when, tries, says) => {
      const { titles, choices, reason } = await tried(...tries);
      expect(titles).toEqual([undefined, smaller]);
      expect(reason).toBeUndefined();
      const last = choices[0]?.risk.factors.at(-1) ?? '';
      if (says === undefined) expect(last).not.toContain('here');
      else expect(last).toMatch(says);
    });

    it('proposes as usual when what was remembered cannot be read', async () => {
      const { titles } = await tried({ choice: 0, outcome: 'ineffective', change: { likeness: 'very' } });
      expect(titles).toEqual([undefined, smaller]);
    });
  });

  const cause = diagnosis.causes[0];
  if (cause === undefined) throw new Error('no cause');
  it.each<[string, Diagnosis, EvidencePack, RegExp]>([
    ['the cause is not known', { kind: 'abstained', source: 'rules', causes: [] }, evidence, /does not show one cause/],
    ['nothing is wrong', { kind: 'healthy', source: 'rules', causes: [] }, evidence, /no fault/],
    [
      'no remedy exists for the cause',
      { ...diagnosis, causes: [{ ...cause, category: 'node_not_ready' }] },
      evidence,
      /no remedy for node_not_ready/,
    ],
    [
      'the cause is at another resource',
      { ...diagnosis, causes: [{ ...cause, resource: { ...resource, name: 'coredns', namespace: 'kube-system' } }] },
      evidence,
      /the cause is at Deployment coredns/,
    ],
    ['two containers are named', diagnosis, twoContainers(), /\$container/],
  ])('only reports when %s', async (_when, said, pack, reason) => {
    const { w, run } = await analyzed(said, pack);
    expect(await run()).toMatchObject({ kind: 'report_only', reason: expect.stringMatching(reason) });
    expect(await w.status()).toBe('report_only');
  });

  it('only reports when all is as the remedy would have it', async () => {
    const parameters = { networkInterface: standby };
    const runbooks = shipped.runbooks.map((runbook) => ({
      ...runbook,
      remedies: [
        {
          cause: 'oom_killed',
          actions: [{ id: 'ensure-forwarding-enabled', parameters }],
          alternatives: [],
          doNothing: doNothingByDefault,
        },
      ],
    }));
    const on = (sourceDestCheck: boolean) => async () => ({
      ec2: fakeInterfaces(networkInterface(standby, { sourceDestCheck })).ec2,
    });
    const changing = await analyzed();
    expect(await changing.run({ policy: { ...shipped, runbooks }, readersFor: on(true) })).toEqual({
      kind: 'proposed',
    });
    const idle = await analyzed();
    expect(await idle.run({ policy: { ...shipped, runbooks }, readersFor: on(false) })).toMatchObject({
      kind: 'report_only',
      reason: expect.stringMatching(/nothing to change/),
    });
  });

  const choicesOf = async (w: Awaited<ReturnType<typeof analyzed>>['w']) =>
    ChoiceSet.parse((await w.deps.table.get(keys.proposal(w.incident.id)))?.['body']);
  const limitOf = ({ actions }: Proposal) => actions[0]?.touched[0]?.after;

  it('plans the alternatives of the runbook, each with a digest of its own, and says what doing nothing means', async () => {
    const { w, run } = await analyzed();
    await run();
    const set = await choicesOf(w);
    expect(set.choices.map(({ title, actions }) => [title, actions.map(({ id }) => id)])).toEqual([
      [undefined, ['set-resources', 'set-hpa-bounds']],
      ['only the memory limit, by half', ['set-resources']],
    ]);
    expect(set.choices.map(limitOf)).toEqual(['1Gi', '768Mi']);
    expect(new Set(set.choices.map(proposalDigest)).size).toBe(2);
    expect(set.doNothing).toMatch(/^containers go on being killed/);
    expect(await w.reason()).toBeUndefined();
    const [record] = (await w.deps.table.list(keys.incident(w.incident.id).pk, prefixes.transition)).slice(-1);
    expect(record?.['digests']).toEqual({
      proposal: set.choices[0] === undefined ? '' : proposalDigest(set.choices[0]),
      choiceSet: choiceSetDigest(set),
    });
  });

  /** The shipped runbook with other alternatives. */
  const offering = (...alternatives: Runbook['remedies'][number]['alternatives']) => ({
    ...shipped,
    runbooks: shipped.runbooks.map((runbook) => ({
      ...runbook,
      remedies: runbook.remedies.map((remedy) => ({ ...remedy, alternatives })),
    })),
  });
  const memory = (times: number, atMost = '4Gi', container = '$container') => ({
    id: 'set-resources',
    parameters: { namespace: '$namespace', deployment: '$name', container, memory: { times, atMost } },
  });
  const bounds = {
    id: 'set-hpa-bounds',
    parameters: { namespace: '$namespace', name: '$autoscaler', minReplicas: { plus: 1, atMost: 10 } },
  };

  it.each<[string, Runbook['remedies'][number]['alternatives'][number], RegExp]>([
    [
      'is impossible',
      { title: 'odd', actions: [memory(2, '256Mi')] },
      /not offered \(odd\): set-resources .*at most 256Mi/,
    ],
    ['is beyond policy', { actions: [memory(3)] }, /not offered \(an alternative\): beyond policy: .*more than 100 %/],
    [
      'does the same as the recommendation',
      { title: 'again', actions: [memory(4, '1Gi'), bounds] },
      /not offered \(again\): it is the same/,
    ],
    [
      'has a parameter without a value',
      { actions: [memory(2, '4Gi', '$dimension.Nothing')] },
      /\$dimension\.Nothing has no value/,
    ],
  ])('leaves out an alternative that %s, says why and proposes the rest', async (_what, alternative, reason) => {
    const { w, run } = await analyzed();
    const policy = offering(alternative, { title: 'half', actions: [memory(1.5)] });
    expect(await run({ policy })).toEqual({ kind: 'proposed' });
    const { choices } = await choicesOf(w);
    expect(choices.map(({ title }) => title)).toEqual([undefined, 'half']);
    expect(await w.reason()).toMatch(reason);
  });

  it('offers the same alternative once', async () => {
    const { w, run } = await analyzed();
    const half = { actions: [memory(1.5)] };
    await run({ policy: offering(half, { ...half, title: 'half' }) });
    expect((await choicesOf(w)).choices).toHaveLength(2);
    expect(await w.reason()).toBe('not offered (half): it is the same as another choice');
  });

  it.each([
    ['execute', undefined],
    ['propose', 'propose'],
  ] as const)(
    'binds into every choice that nothing is executed, where the mode is propose: %s',
    async (mode, bound) => {
      const { w, run } = await analyzed();
      w.deps.switches.turn({ mode });
      expect(await run()).toEqual({ kind: 'proposed' });
      const { choices } = ChoiceSet.parse((await w.deps.table.get(keys.proposal(w.incident.id)))?.['body']);
      expect(choices.length).toBeGreaterThan(1);
      for (const choice of choices) expect(choice.mode).toBe(bound);
    },
  );

  it('offers no alternative without the recommendation', async () => {
    const { run } = await analyzed(diagnosis, { ...evidence, signals: evidence.signals.slice(0, 1) });
    expect(await run()).toMatchObject({ kind: 'report_only', reason: expect.stringMatching(/\$autoscaler/) });
  });

  it.each<[string, Partial<Policy>, RegExp]>([
    ['no change window is open', { changeWindows: [] }, /nothing is proposed: fri .* is in no change window/],
    [
      'changes are frozen',
      { freezes: [{ from: later(0).toISOString(), to: later(60).toISOString(), reason: 'the closing' }] },
      /frozen until .*: the closing/,
    ],
    ['the actions of the hour are used up', { maxActionsPerHour: 4 }, /3 actions in the last hour and 2 more/],
    ['it would change too many resources', { maxResources: 1 }, /2 resources, maxResources is 1/],
  ])('asks nobody to approve what could not be executed: when %s', async (_when, limits, reason) => {
    const { w, run } = await analyzed();
    const counted = countingWrite(recentActionsOf(undefined), 'inc-other', 3, later(1));
    await w.deps.table.transact([counted]);
    const policy = { ...shipped, policy: Policy.parse({ ...shipped.policy, ...limits }) };
    expect(await run({ policy })).toMatchObject({ kind: 'report_only', reason: expect.stringMatching(reason) });
    expect(await w.reason()).toMatch(reason);
  });

  it('only reports what the present state or the policy does not allow', async () => {
    const limit = await analyzed();
    limit.w.fake.objects[deploymentKey] = deployment('4Gi');
    expect(await limit.run()).toMatchObject({ kind: 'report_only', reason: expect.stringMatching(/at most 4Gi/) });

    const gone = await analyzed();
    delete gone.w.fake.objects[deploymentKey];
    expect(await gone.run()).toMatchObject({ reason: expect.stringMatching(/does not exist/) });

    const observe = await analyzed();
    const locked = { ...shipped, policy: Policy.parse({}) };
    expect(await observe.run({ policy: locked })).toMatchObject({ reason: expect.stringMatching(/mode is observe/) });

    const switched = await analyzed();
    switched.w.deps.switches.turn({ mode: 'observe' });
    expect(await switched.run()).toEqual({
      kind: 'report_only',
      reason: 'mode is observe: nothing is proposed (parameter: observe, policy.yaml: execute)',
    });

    const large = await analyzed();
    const tight = { ...shipped, policy: Policy.parse({ ...shipped.policy, maxChangePercent: 50 }) };
    expect(await large.run({ policy: tight })).toMatchObject({
      kind: 'report_only',
      reason: expect.stringMatching(/beyond policy: .*more than 50 %/),
    });

    const barred = await analyzed();
    const asked: string[] = [];
    const access: Deps['access'] = {
      may: async ({ verb, target: { kind, name } }, incidentId) => {
        asked.push(`${verb} ${kind} ${name} for ${incidentId}`);
        return kind === 'Deployment' ? { kind: 'allowed' } : { kind: 'denied', reason: 'RBAC does not allow it' };
      },
    };
    expect(await barred.run({ access })).toMatchObject({
      reason: expect.stringMatching(
        /set-hpa-bounds on .* could not be executed: to patch HorizontalPodAutoscaler payments-api: RBAC does not allow it/,
      ),
    });
    expect(asked).toEqual([
      `patch Deployment payments-api for ${barred.w.incident.id}`,
      `patch HorizontalPodAutoscaler payments-api for ${barred.w.incident.id}`,
    ]);

    const denied = await analyzed();
    const deny = { ...shipped, decide: () => ({ allowed: false, because: ['no-irreversible'] }) };
    expect(await denied.run({ policy: deny })).toMatchObject({ reason: expect.stringMatching(/no-irreversible/) });
  });
});

function twoContainers(): EvidencePack {
  const [first] = evidence.signals;
  if (first === undefined) throw new Error('no signal');
  const second = { ...first, id: 'S1', data: { container: 'proxy' } };
  return { ...evidence, signals: [...evidence.signals, second] };
}
