import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recordPrefix } from '../../core/audit/key.ts';
import type { JournalEntry } from '../../core/remediation/journal.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { dynoxideTable } from '../../local/engine/dynoxide-table.ts';
import { findDynoxide } from '../../local/engine/dynoxide.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import { portOf } from '../../core/remediation/provider.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { type RunOptions, runScenario } from '../../local/run/run.ts';
import { expectedEnd, scenarios } from '../../local/scenarios/catalogue.ts';
import type { Scenario } from '../../local/scenarios/scenario.ts';
import { readTemplate } from '../../local/template/read.ts';

const template = readTemplate(readFileSync('template.yaml', 'utf8'));
const policy = loadPolicyLayer('layers/policy');

const run = async (scenario: Scenario, change: Partial<RunOptions> = {}) => {
  const clock = virtualClock(new Date('2026-03-02T02:10:00.000Z'));
  const ran = await runScenario({
    scenario,
    decision: scenario.decision,
    reason: 'scripted decision',
    template,
    policy,
    table: memoryTable(clock.now),
    clock,
    random: seededRandom(7),
    port: 0,
    ...change,
  });
  if (ran.kind !== 'ended') throw new Error(ran.message);
  return ran;
};

describe('every scenario', () => {
  it.each(scenarios.map((scenario) => [scenario.name, expectedEnd(scenario), scenario] as const))(
    '%s ends %s, with a verified audit trail and nothing in a dead-letter queue',
    async (_name, end, scenario) => {
      const { document, expected, deadLetters } = await run(scenario);
      expect(deadLetters).toEqual([]);
      expect(document.incident.status, JSON.stringify(document.incident, null, 1)).toBe(end);
      expect(expected).toBe(end);
      expect(document.audit).toMatchObject({ verified: true, findings: [] });
      expect(document.audit?.records).toBeGreaterThanOrEqual(document.incident.history.length);
      expect(document.incidents).toHaveLength(scenario.troubles.length);
    },
  );
});

const named = (name: string): Scenario => {
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  return scenario;
};

/** Memory limit and lower bound of replicas as the cluster has them at the end. */
const settings = async ({ stack }: Awaited<ReturnType<typeof run>>, name = 'payments-api') => {
  const of = async (kind: string) =>
    JSON.stringify(await stack.world.cluster.kubernetes.get({ kind, namespace: 'checkout', name }));
  const [, memory] = /"limits":{"cpu":"1","memory":"([^"]+)"/.exec(await of('Deployment')) ?? [];
  const [, replicas] = /"minReplicas":(\d+)/.exec(await of('HorizontalPodAutoscaler')) ?? [];
  return `${memory} ${replicas}`;
};

/** Every patch that executor and rollback asked for, the one that a fault meets included. */
const patchCounter = () => {
  const calls: string[] = [];
  const changePorts = ({ session, ...others }: LocalPorts): LocalPorts => ({
    ...others,
    session: {
      ...session,
      open: async (request) => {
        const opened = await session.open(request);
        const kubernetes = portOf(opened, 'kubernetes');
        const patch: typeof kubernetes.patch = (target, operations) => {
          const to = operations.find(({ op }) => op === 'replace');
          calls.push(`${target.kind} ${target.name} to ${to !== undefined && 'value' in to ? String(to.value) : '?'}`);
          return kubernetes.patch(target, operations);
        };
        return { ...opened, kubernetes: { ...kubernetes, patch } };
      },
    },
  });
  return { calls, changePorts };
};

/** A journal line in short: the end of its key, status, prior value, observed value, error. */
const lineOf = ({ idempotencyKey, status, prior, observed, error }: JournalEntry): string => {
  const values = [prior, observed ?? {}].map((of) => Object.values(of).join());
  return `${idempotencyKey.replace(/^[^/]+\//, '')} ${status} ${values.join(' -> ')}${error === undefined ? '' : `: ${error}`}`;
};

describe('what is left behind', () => {
  it('a resolved incident: the change, its journal with prior state and observed result, a verified validation', async () => {
    const ran = await run(named('eks-oomkilled'));
    expect(await settings(ran)).toBe('1Gi 3');
    expect(ran.document.journal).toMatchObject([
      {
        action: 'set-resources',
        status: 'succeeded',
        prior: { 'containers.app.limits.memory': '512Mi' },
        observed: { 'containers.app.limits.memory': '1Gi' },
      },
      { action: 'set-hpa-bounds', status: 'succeeded', prior: { minReplicas: 2 }, observed: { minReplicas: 3 } },
    ]);
    expect(ran.document.validation).toMatchObject({ outcome: 'verified', alarm: 'OK' });
    expect(ran.document.diagnosis.causes[0]).toMatchObject({
      category: 'oom_killed',
      resource: { name: 'payments-api' },
    });
    expect(ran.stack.ports.session.opened.map(({ approver }) => approver)).toEqual(['alice']);
  });

  it.each(['rejected', 'expired', 'self-recovered', 'kill-switch'])('%s: nothing was touched', async (name) => {
    const ran = await run(named(name));
    expect(await settings(ran)).toBe('512Mi 2');
    expect(ran.document.journal).toEqual([]);
    expect(ran.stack.ports.claims.taken.size).toBe(0);
    expect(ran.stack.ports.session.opened).toEqual([]);
  });

  it('drifted: what somebody else set stays as they set it', async () => {
    const ran = await run(named('drifted'));
    expect(await settings(ran)).toBe('768Mi 2');
    expect(ran.document.incident.reason).toContain('768Mi');
    expect(ran.stack.ports.claims.taken.size).toBe(0);
  });

  it('fix-ineffective: exactly the prior state, by the consent of the approver', async () => {
    const ran = await run(named('fix-ineffective'));
    expect(await settings(ran)).toBe('512Mi 2');
    expect(ran.document.validation?.outcome).toBe('failed');
    expect(ran.document.journal.filter(({ idempotencyKey }) => idempotencyKey.endsWith('/undo'))).toHaveLength(2);
  });

  it('circuit-open: two were rolled back, the third is refused before anything is claimed, and people are told', async () => {
    const ran = await run(named('circuit-open'));
    expect(ran.document.incidents.map(({ status }) => status)).toEqual(['rolled_back', 'rolled_back', 'refused']);
    expect(await settings(ran, 'payments-worker')).toBe('512Mi 2');
    expect(await settings(ran, 'payments-ledger')).toBe('512Mi 2');
    expect(ran.document.journal).toEqual([]);
    const told = ran.stack.ports.notices.sent.filter(({ data }) => data['kind'] === 'refused');
    expect(told.map(({ data }) => data['incidentId'])).toEqual([ran.document.incident.id]);
  });

  it('partial-failure: each resource is called once a direction, what was applied is restored, what failed is left', async () => {
    const counter = patchCounter();
    const ran = await run(named('partial-failure'), { changePorts: counter.changePorts });
    expect(ran.document.incident.history.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['executing', 'execution_failed', 'rolling_back', 'rolled_back']),
    );
    expect(await settings(ran)).toBe('512Mi 2');
    expect(counter.calls).toEqual([
      'Deployment payments-api to 1Gi',
      'HorizontalPodAutoscaler payments-api to 3',
      'Deployment payments-api to 512Mi',
    ]);
    expect(ran.document.journal.map(lineOf).toSorted()).toEqual([
      '0 rolled_back 512Mi -> 1Gi',
      '0/undo succeeded 1Gi -> 512Mi',
      '1 failed 2 -> 2: ProviderUnavailable: patch HorizontalPodAutoscaler payments-api: HTTP 503',
      expect.stringMatching(/^1\/undo skipped 2 -> 2/),
    ]);
  });

  it('crash-mid-execution: the taken claim is looked at, nothing is called twice, and the rest is done', async () => {
    const counter = patchCounter();
    const faults: string[] = [];
    const ran = await run(named('crash-mid-execution'), {
      changePorts: counter.changePorts,
      tell: (news) => {
        if (news.kind === 'fault') faults.push(news.what);
      },
    });
    expect(faults).toEqual([expect.stringContaining('died after its patch of Deployment payments-api')]);
    expect(ran.stack.ports.session.opened).toHaveLength(2);
    expect(await settings(ran)).toBe('1Gi 3');
    expect(counter.calls).toEqual(['Deployment payments-api to 1Gi', 'HorizontalPodAutoscaler payments-api to 3']);
    expect(ran.document.journal.map(lineOf)).toEqual(['0 succeeded 512Mi -> 1Gi', '1 succeeded 2 -> 3']);
    expect(ran.stack.ports.claims.taken.size).toBe(2);
  });

  describe('eni-failover', () => {
    const prior = { failed: ['10.20.1.11', '10.20.1.75'], standby: ['10.20.1.12'] };
    const moved = { failed: ['10.20.1.11'], standby: ['10.20.1.12', '10.20.1.75'] };
    const interfaces = async ({ stack }: Awaited<ReturnType<typeof run>>) => {
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
    const undos = ({ document }: Awaited<ReturnType<typeof run>>) =>
      document.journal
        .filter(({ idempotencyKey }) => idempotencyKey.endsWith('/undo'))
        .map(({ action, status }) => `${action} ${status}`)
        .toSorted();

    it('says what it would do, moves the address and forwarding, and is validated by the probes', async () => {
      const ran = await run(named('eni-failover'));
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
      const ran = await run(withTrouble(false, false));
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
      const ran = await run(withTrouble(true, answers));
      expect(ran.document.incident.status).toBe(answers ? 'resolved' : 'rolled_back');
      expect(await interfaces(ran)).toEqual({ ...addresses, forwards: true });
      expect(undos(ran)).toEqual(
        answers
          ? []
          : ['assign-secondary-ip succeeded', 'ensure-forwarding-enabled skipped', 'unassign-secondary-ip succeeded'],
      );
    });
  });

  it('rds-storage-low: RDS is asked once and polled until the storage is there, which alice alone could approve', async () => {
    const steps: string[] = [];
    const ran = await run(named('rds-storage-low'), {
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
    const ran = await run(named('lambda-throttles'));
    const lambda = portOf(ran.stack.world.readers, 'lambda');
    expect(await lambda.concurrency('invoice-render')).toEqual({ reserved: 20, unreserved: 980 });
    expect(ran.document.journal.map(lineOf)).toEqual(['0 succeeded 10 -> 20']);
    expect(ran.document.validation).toMatchObject({ outcome: 'verified', after: { throttles: 0 } });
    expect(ran.document.diagnosis.causes[0]).toMatchObject({
      category: 'request_overload',
      resource: { kind: 'Function', name: 'invoice-render' },
    });
  });

  it('an auditor that is down: nothing is executed that is not in the trail, and people are told', async () => {
    let starts = 0;
    const ran = await run(named('eks-oomkilled'), {
      changePorts: ({ auditStore, ...ports }) => {
        const put: typeof auditStore.put = async (key, body) => {
          if (key.startsWith(recordPrefix)) throw new Error('s3 PutObject: ServiceUnavailable');
          return auditStore.put(key, body);
        };
        return { ...ports, auditStore: { ...auditStore, put } };
      },
      // Whoever decided was quick; what makes the steps before it old is an executor that dies for a minute.
      around: (name, handler) => async (event) => {
        starts += name === 'executor' ? 1 : 0;
        if (name === 'executor' && starts <= 3) throw new Error('the process died');
        return handler(event);
      },
    });
    expect(ran.document.incident).toMatchObject({
      status: 'refused',
      reason: expect.stringMatching(
        /^audit-lag: step \d is \d+ s old and not in the audit trail yet; 60 s are allowed$/,
      ),
    });
    expect(await settings(ran)).toBe('512Mi 2');
    expect(ran.stack.ports.claims.taken.size).toBe(0);
    expect(ran.stack.ports.notices.sent.map(({ data }) => data['kind'])).toContain('refused');
  });

  it('model-down: the rules spoke, and the record says why', async () => {
    const { document } = await run(named('model-down'));
    expect(document.diagnosis).toMatchObject({ source: 'rules', modelNote: expect.stringContaining('model') });
  });

  it('two approvers: the first decides, the second is told so', async () => {
    const answers: string[] = [];
    const ran = await run(named('eks-oomkilled'), {
      decision: { kind: 'approve', by: ['bob', 'alice'] },
      tell: (news) => {
        if (news.kind === 'answered') answers.push(`${news.by}: ${news.message}`);
      },
    });
    expect(ran.document.approval?.decisions.map(({ by }) => by)).toEqual(['bob']);
    expect(answers).toHaveLength(2);
    expect(answers[1]).toMatch(/^alice: already approved by bob/);
  });

  it('is the same on the same seed, whenever it runs', async () => {
    const [one, two] = [await run(named('fix-ineffective')), await run(named('fix-ineffective'))];
    expect(one.document).toEqual(two.document);
  });
});

const binary = findDynoxide();
describe(`the same loop on dynoxide${binary === undefined ? ' (skipped: @dynoxide/linux-x64 is not installed)' : ''}`, () => {
  it.skipIf(binary === undefined).each(['eks-oomkilled', 'fix-ineffective', 'crash-mid-execution'])(
    '%s ends as in memory',
    async (name) => {
      const inMemory = await run(named(name));
      const table = await dynoxideTable(binary ?? '', 'scenarios', template.table);
      const onDynoxide = await run(named(name), { table });
      expect(onDynoxide.document).toEqual(inMemory.document);
    },
  );
});
