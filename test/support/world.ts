import type { Decision } from '../../core/approval/proof.ts';
import { type ApprovalRequest, requestItem } from '../../core/approval/request.ts';
import type { MetricReader } from '../../core/evidence/ports.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import { opening } from '../../core/incident/step.ts';
import type { Item } from '../../core/incident/table.ts';
import { JournalEntry } from '../../core/remediation/journal.ts';
import type { ChoiceSet } from '../../core/remediation/proposal.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { memoryClaims } from '../../local/ports/claims.ts';
import { capturedNotices } from '../../local/ports/notices.ts';
import { memoryOnce } from '../../local/ports/once.ts';
import { localSession } from '../../local/ports/session.ts';
import { switchBoard } from '../../local/ports/switches.ts';
import { collectedLog, collectedMeter } from '../../local/ports/telemetry.ts';
import { decision, proofKey, request } from './approval.ts';
import { autoscaler, autoscalerKey, deployment, deploymentKey, fakeCluster } from './cluster.ts';
import { hub, incident, later, start, versions } from './incident.ts';
import { policyLayer } from './policy.ts';
import { noSpokes } from './spoke.ts';
import { choiceSet } from './proposal.ts';

type Options = {
  incident?: Partial<Incident>;
  choices?: ChoiceSet;
  request?: ApprovalRequest;
  decisions?: Decision[];
  now?: Date;
};

/** One incident with its proposal, request and decisions in a memory table, and every port the functions take. */
export const world = async (options: Options = {}) => {
  let time = options.now ?? later(90);
  const now = (): Date => time;
  const memory = memoryTable(now);
  const choices = options.choices ?? choiceSet();
  const asked = options.request ?? request({}, choices);
  const current = incident({ status: 'approved', seq: 5, approvalId: asked.approvalId, ...options.incident });
  const decisions = options.decisions ?? [await decision({}, choices)];
  const step = { to: current.status, by: 'alarm-handler' as const, at: start, versions };
  await memory.table.transact([
    ...opening(current, step),
    { kind: 'create', item: { ...keys.proposal(current.id), body: choices } },
    { kind: 'create', item: requestItem(asked) },
    ...decisions.map((one) => ({
      kind: 'create' as const,
      item: { ...keys.decision(asked.approvalId, one.proof.approver), ...one },
    })),
  ]);

  const fake = fakeCluster({ [deploymentKey]: deployment('512Mi'), [autoscalerKey]: autoscaler(2) });
  const session = localSession({ kubernetes: fake.cluster });
  const state = { alarm: 'ALARM' as 'ALARM' | 'OK' | 'INSUFFICIENT_DATA' | 'missing' };
  const metrics: MetricReader = { read: async () => [] };
  const deps = {
    table: memory.table,
    policy: policyLayer(),
    versions,
    now,
    log: collectedLog(),
    meter: collectedMeter(),
    once: memoryOnce(),
    notices: capturedNotices(),
    kubernetes: fake.cluster,
    access: { may: async () => ({ kind: 'allowed' as const }) },
    ecs: { service: async () => undefined },
    hub,
    readersFor: async () => ({ kubernetes: fake.cluster }),
    ...noSpokes,
    metrics,
    alarms: { state: async () => state.alarm },
    switches: switchBoard({ execution: 'enabled', emergencyStop: 'clear', mode: 'execute' }),
    claims: memoryClaims(),
    // The auditor is at work: every step is in the trail.
    auditTrail: { has: async (_key: string) => true },
    session,
    proofVerifier: proofKey.verifier,
    linkGenerator: proofKey.generator,
    approvalBaseUrl: 'https://approve.example/live',
    noticeDetail: 'minimal' as const,
  };

  const read = async (): Promise<Incident> => {
    const item = await memory.table.get(keys.incident(current.id));
    return item as unknown as Incident & Item;
  };
  return {
    deps,
    memory,
    fake,
    session,
    state,
    incident: current,
    at: (seconds: number): void => {
      time = later(seconds);
    },
    read,
    status: async () => (await read()).status,
    reason: async () => (await read()).reason,
    journal: async () =>
      (await memory.table.list(keys.execution(current.id).pk, prefixes.step)).map((item) =>
        JournalEntry.parse(item['body']),
      ),
    leases: () => memory.all().filter(({ pk, sk }) => pk.startsWith('LEASE#') && sk === 'HELD'),
  };
};
export type World = Awaited<ReturnType<typeof world>>;
