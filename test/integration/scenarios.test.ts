import { describe, expect, it } from 'vitest';
import { recordPrefix } from '../../core/audit/key.ts';
import { portOf } from '../../core/remediation/provider.ts';
import { dynoxideTable } from '../../local/engine/dynoxide-table.ts';
import { findDynoxide } from '../../local/engine/dynoxide.ts';
import type { LocalPorts } from '../../local/ports.ts';
import { expectedEnd, expectsNone, scenarios } from '../../local/scenarios/catalogue.ts';
import { lineOf, named, type Played, played, template } from '../support/played.ts';
import { runAs, underRoles } from '../template/under-roles.ts';

describe('every scenario', () => {
  const loud = scenarios.filter((scenario) => !expectsNone(scenario));
  it.each(loud.map((scenario) => [scenario.name, expectedEnd(scenario), scenario] as const))(
    '%s ends %s under the roles of the template, with a verified audit trail and nothing in a dead-letter queue',
    async (_name, end, scenario) => {
      const refused = new Set<string>();
      const { document, expected, deadLetters } = await played(scenario, {
        around: runAs,
        changePorts: (ports) => underRoles(ports, refused),
      });
      expect([...refused]).toEqual([]);
      expect(deadLetters).toEqual([]);
      expect(document.incident.status, JSON.stringify(document.incident, null, 1)).toBe(end);
      expect(expected).toBe(end);
      expect(document.audit).toMatchObject({ verified: true, findings: [] });
      expect(document.audit?.records).toBeGreaterThanOrEqual(document.incident.history.length);
      expect(document.incidents).toHaveLength(scenario.troubles.length);
    },
  );
});

/** Memory limit and lower bound of replicas as the cluster has them at the end. */
const settings = async ({ stack }: Played, name = 'payments-api') => {
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

describe('what is left behind', () => {
  it('a resolved incident: the change, its journal with prior state and observed result, a verified validation', async () => {
    const ran = await played(named('eks-oomkilled'));
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
    const ran = await played(named(name));
    expect(await settings(ran)).toBe('512Mi 2');
    expect(ran.document.journal).toEqual([]);
    expect(ran.stack.ports.claims.taken.size).toBe(0);
    expect(ran.stack.ports.session.opened).toEqual([]);
  });

  it('drifted: what somebody else set stays as they set it', async () => {
    const ran = await played(named('drifted'));
    expect(await settings(ran)).toBe('768Mi 2');
    expect(ran.document.incident.reason).toContain('768Mi');
    expect(ran.stack.ports.claims.taken.size).toBe(0);
  });

  it.each([
    ['eks-image-pull', 'incorrect_image_reference', 'receipts'],
    ['eks-pending', 'cpu_capacity_mismatch', 'pricing'],
    ['eks-probe', 'readiness_probe_incorrect_port', 'loyalty'],
    ['alb-5xx', 'bad_deployment', 'gift-cards'],
  ])(
    '%s: the pod template before is put back, and nothing is touched when it is rejected',
    async (name, category, app) => {
      const resource = { kind: 'Deployment', namespace: 'checkout', name: app };
      const of = async ({ stack }: Played) => JSON.stringify(await stack.world.readers.kubernetes?.get(resource));
      const ran = await played(named(name));
      expect(ran.document.diagnosis.causes[0]).toMatchObject({ category, resource });
      expect(ran.document.journal).toMatchObject([{ action: 'undo-rollout', target: resource, status: 'succeeded' }]);
      expect(ran.document.validation).toMatchObject({ outcome: 'verified', alarm: 'OK' });
      expect(await of(ran)).toContain(`${app}:4.2.0`);
      expect(await of(ran)).toContain('"deployment.kubernetes.io/revision":"3"');

      const refused = await played(named(name), { decision: { kind: 'reject', by: 'alice' } });
      expect(refused.document).toMatchObject({ incident: { status: 'rejected' }, journal: [] });
      expect(await of(refused)).toContain('"deployment.kubernetes.io/revision":"2"');
      expect(refused.stack.world.subjects[0]?.alarmAt(refused.stack.ports.now())).toBe('ALARM');
    },
  );

  it('rds-connections: two people of two roles; of one of them alone nothing comes', async () => {
    const read = ({ stack }: Played) => stack.world.readers.rds?.get('orders-db');
    const ran = await played(named('rds-connections'));
    expect(ran.document.diagnosis.causes[0]).toMatchObject({ category: 'db_connection_exhaustion' });
    expect(ran.document.proposal).toMatchObject({ risk: 'high', actions: [{ id: 'set-instance-class' }] });
    expect(ran.document.approval?.decisions.map(({ by }) => by)).toEqual(['alice', 'bob']);
    expect(await read(ran)).toMatchObject({ instanceClass: 'db.r6g.xlarge' });

    const alone = await played(named('rds-connections'), { decision: { kind: 'approve', by: ['alice'] } });
    expect(alone.document).toMatchObject({ incident: { status: 'expired' }, journal: [] });
    expect(await read(alone)).toMatchObject({ instanceClass: 'db.r6g.large' });
  });

  it('budget-anomaly: a bill that grew is a report with what grew and who changed what, and nobody is asked', async () => {
    const ran = await played(named('budget-anomaly'));
    const { document } = ran;
    expect(document.incident).toMatchObject({
      status: 'report_only',
      resource: { kind: 'Spend', name: 'Amazon-Elastic-Compute-Cloud-Compute' },
    });
    expect(document.evidence.signals.map(({ summary }) => summary).join('\n')).toMatch(/RunInstances/);
    expect(document.proposal).toBeNull();
    expect(document.approval).toBeNull();
  });

  it('healthy-noise: nobody is asked, and the report says that nothing is wrong', async () => {
    const ran = await played(named('healthy-noise'));
    expect(ran.document).toMatchObject({
      incident: { status: 'report_only', reason: 'no fault was found' },
      diagnosis: { kind: 'healthy', causes: [] },
      proposal: null,
      approval: null,
      journal: [],
    });
    // Everybody in the roster, and the programs; what a channel gets is a notification of its chat service.
    const kinds = ran.stack.ports.notices.sent.flatMap(({ data }) => data['kind'] ?? []);
    expect(kinds).toEqual(Array(5).fill('report_only'));
  });

  it('fix-ineffective: exactly the prior state, by the consent of the approver', async () => {
    const ran = await played(named('fix-ineffective'));
    expect(await settings(ran)).toBe('512Mi 2');
    expect(ran.document.validation?.outcome).toBe('failed');
    expect(ran.document.journal.filter(({ idempotencyKey }) => idempotencyKey.endsWith('/undo'))).toHaveLength(2);
  });

  it('circuit-open: two were rolled back, the third is refused before anything is claimed, and people are told', async () => {
    const ran = await played(named('circuit-open'));
    expect(ran.document.incidents.map(({ status }) => status)).toEqual(['rolled_back', 'rolled_back', 'refused']);
    expect(await settings(ran, 'payments-worker')).toBe('512Mi 2');
    expect(await settings(ran, 'payments-ledger')).toBe('512Mi 2');
    expect(ran.document.journal).toEqual([]);
    const told = ran.stack.ports.notices.sent.filter(({ data }) => data['kind'] === 'refused');
    expect(told.map(({ data }) => data['incidentId'])).toEqual(Array(5).fill(ran.document.incident.id));
  });

  it('partial-failure: each resource is called once a direction, what was applied is restored, what failed is left', async () => {
    const counter = patchCounter();
    const ran = await played(named('partial-failure'), { changePorts: counter.changePorts });
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
    const ran = await played(named('crash-mid-execution'), {
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

  it('an auditor that is down: nothing is executed that is not in the trail, and people are told', async () => {
    let starts = 0;
    const ran = await played(named('eks-oomkilled'), {
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
    const { document } = await played(named('model-down'));
    expect(document.diagnosis).toMatchObject({ source: 'rules', modelNote: expect.stringContaining('model') });
  });

  it('two approvers: the first decides, the second is told so', async () => {
    const answers: string[] = [];
    const ran = await played(named('eks-oomkilled'), {
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
    const [one, two] = [await played(named('fix-ineffective')), await played(named('fix-ineffective'))];
    expect(one.document).toEqual(two.document);
  });
});

const binary = findDynoxide();
describe(`the same loop on dynoxide${binary === undefined ? ' (skipped: @dynoxide/linux-x64 is not installed)' : ''}`, () => {
  it.skipIf(binary === undefined).each(['eks-oomkilled', 'fix-ineffective', 'crash-mid-execution'])(
    '%s ends as in memory',
    async (name) => {
      const inMemory = await played(named(name));
      const table = await dynoxideTable(binary ?? '', 'scenarios', template.table);
      const onDynoxide = await played(named(name), { table });
      expect(onDynoxide.document).toEqual(inMemory.document);
    },
  );
});
