import { approvalIdFor } from '../../core/approval/approval-id.ts';
import { linkToken } from '../../core/approval/link.ts';
import type { ApprovalRequest } from '../../core/approval/request.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { EvidencePack } from '../../core/evidence/signal.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import { advance, readIncident, type Step } from '../../core/incident/step.ts';
import type { ChoiceSet } from '../../core/remediation/proposal.ts';
import { createHandler, type Deps } from '../../functions/approval-api/handler.ts';
import { localMac } from '../../local/ports/macs.ts';
import { proofKey, request } from './approval.ts';
import { later } from './incident.ts';
import { choiceSet } from './proposal.ts';
import { world } from './world.ts';

export const linkKey = localMac(new Uint8Array(32).fill(3));
const target = { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' };

export const evidence: EvidencePack = {
  signals: [
    {
      id: 'S1',
      kind: 'state',
      fact: 'oom_killed',
      summary: 'Container app ended with exit code 137 (OOMKilled), 3 times in 10 minutes',
      resource: target,
      time: later(-120).toISOString(),
      strength: 1,
      data: { exitCode: 137 },
    },
    {
      id: 'S2',
      kind: 'metric',
      fact: 'memory_saturated',
      summary: 'Memory of container app at 99 % of its limit of 512Mi',
      resource: target,
      time: later(-60).toISOString(),
      strength: 0.8,
      data: { limit: '512Mi' },
    },
  ],
  gaps: ['change history: access was denied'],
  promptTokens: 420,
};

export const diagnosis: Diagnosis = {
  kind: 'diagnosed',
  source: 'rules',
  causes: [
    {
      category: 'oom_killed',
      resource: target,
      summary: 'Container app of payments-api runs out of memory at its limit of 512Mi',
      confidence: 0.94,
      citations: ['S1', 'S2'],
    },
  ],
};

type Options = {
  purpose?: ApprovalRequest['purpose'];
  incident?: Partial<Incident>;
  request?: Partial<ApprovalRequest>;
  choices?: ChoiceSet;
  diagnosis?: Diagnosis;
  evidence?: EvidencePack;
  deps?: Partial<Deps>;
};

/** An incident that waits for a person, with everything the page shows, behind the real handler. */
export const pageWorld = async (options: Options = {}) => {
  const choices = options.choices ?? choiceSet();
  const purpose = options.purpose ?? 'change';
  const asked = request({ purpose, status: 'pending', version: 0, ...options.request }, choices);
  const ids =
    purpose === 'change'
      ? { status: 'awaiting_approval' as const, approvalId: asked.approvalId }
      : {
          status: 'awaiting_rollback_approval' as const,
          approvalId: approvalIdFor(choices.incidentId, 'change'),
          rollbackApprovalId: asked.approvalId,
        };
  const built = await world({
    choices,
    request: asked,
    decisions: [],
    incident: { seq: 4, ...ids, ...options.incident },
  });
  const { table } = built.deps;
  await table.transact([
    { kind: 'create', item: { ...keys.diagnosis(asked.incidentId), body: options.diagnosis ?? diagnosis } },
    { kind: 'create', item: { ...keys.evidence(asked.incidentId), body: options.evidence ?? evidence } },
  ]);
  const deps = { ...built.deps, linkVerifier: linkKey.verifier, proofGenerator: proofKey.generator, ...options.deps };
  const handler = createHandler(deps);
  let requests = 0;
  const send = (path: string, body: unknown, headers: Record<string, string>, identity: object = {}, more = {}) =>
    handler({
      httpMethod: 'POST',
      path,
      headers: { Host: 'approve.example', 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      requestContext: {
        requestId: `req-${(requests += 1)}`,
        identity: { sourceIp: '10.0.0.7', ...identity },
        ...more,
      },
    });
  const post = (what: string, body: unknown, headers: Record<string, string> = {}, id = asked.approvalId) =>
    send(`/a/${id}/${what}`, body, headers);
  /** As API Gateway sends it on a signed route, whose caller it verified. */
  const signed = (what: string, body: unknown, userArn: string | null, id = asked.approvalId) =>
    send(`/iam/a/${id}/${what}`, body, {}, { userArn }, { resourcePath: `/iam/a/{approvalId}/${what}` });
  return {
    ...built,
    deps,
    log: built.deps.log,
    meter: built.deps.meter,
    handler,
    send,
    post,
    signed,
    request: asked,
    choices,
    token: (approver = 'alice') => linkToken(linkKey.generator, asked, approver),
    /** Moves the incident on, as the function whose turn it is would. */
    move: async (step: Omit<Step, 'at' | 'versions'>): Promise<void> => {
      const current = await readIncident(table, asked.incidentId);
      if (current === undefined) throw new Error('no incident');
      await advance(table, current, { ...step, at: deps.now(), versions: deps.versions });
    },
  };
};
