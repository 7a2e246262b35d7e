import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecisionRequest } from '../../../../core/policy/decision-request.ts';
import { denial, proposer } from '../../../../core/policy/denial.ts';
import type { Policy } from '../../../../core/policy/policy.ts';
import { windowForbids } from '../../../../core/policy/window.ts';
import type { PolicyAnswer, PolicyLayer } from '../../../../core/policy/layer.ts';
import { proposalDigest } from '../../../../core/remediation/digest.ts';
import { beyondPolicy } from '../../../../core/remediation/limits.ts';
import type { PlannedAction } from '../../../../core/remediation/proposal.ts';
import { assessRisk } from '../../../../core/remediation/risk.ts';
import { loadPolicyLayer } from '../../../../core/runtime/policy-source.ts';
import { firstRefusal, type GateDeps } from '../../../../functions/executor/gates.ts';
import { memoryTable } from '../../../../local/engine/memory-table.ts';
import { explain } from '../../../../core/approval/explain/explain.ts';
import { hub, incident, later, start } from '../../../support/incident.ts';
import { proposal } from '../../../support/proposal.ts';

const loaded = loadPolicyLayer('layers/policy');
/** The same question has the same answer: asked once, hundreds of runs stay quick. */
const answered = new Map<string, PolicyAnswer>();
const shipped: PolicyLayer = {
  ...loaded,
  decide: (request) => {
    const key = JSON.stringify(request);
    const answer = answered.get(key) ?? loaded.decide(request);
    answered.set(key, answer);
    return answer;
  },
};

const namespaces = fc.constantFrom('checkout', 'checkout', 'checkout', 'ledger');
const planned: fc.Arbitrary<PlannedAction> = fc
  .record({
    id: fc.constantFrom('set-resources', 'set-hpa-bounds'),
    /** Where it says it is, and where its call would go: mostly the same. */
    shown: namespaces,
    called: fc.option(namespaces, { freq: 6 }),
    change: fc.constantFrom<[before: string | number | null, after: string | number]>(
      ['512Mi', '1Gi'],
      ['1Gi', '512Mi'],
      [2, 3],
      [4, 3],
      ['512Mi', '4Gi'],
      [null, '1Gi'],
    ),
  })
  .map(({ id, shown, called, change: [before, after] }) => {
    const namespace = called ?? shown;
    const memory = id === 'set-resources';
    return {
      id,
      provider: 'kubernetes',
      target: { kind: memory ? 'Deployment' : 'HorizontalPodAutoscaler', namespace: shown, name: 'payments-api' },
      parameters: memory
        ? { namespace, deployment: 'payments-api', container: 'app', memory: { times: 2, atMost: '4Gi' } }
        : { namespace, name: 'payments-api', minReplicas: { plus: 1, atMost: 10 } },
      touched: [{ path: memory ? 'containers.app.limits.memory' : 'minReplicas', before, after }],
      undo: 'restore',
    };
  });

const question = fc.record({
  principal: fc.constantFrom('alice', 'alice', 'bob', 'bob', 'carol', 'dave', proposer.id),
  action: fc.constantFrom<DecisionRequest['action']>('read', 'propose', 'approve', 'execute'),
  actions: fc.array(planned, { minLength: 1, maxLength: 3, size: 'small' }),
  risk: fc.constantFrom(undefined, undefined, undefined, 'low', 'medium', 'high'),
  mode: fc.constantFrom<PolicyLayer['policy']['mode']>(
    'observe',
    'propose',
    'execute',
    'execute',
    'execute',
    'execute',
    'execute',
    'execute',
  ),
  namespaces: fc.constantFrom<string[]>(['checkout'], ['checkout', 'ledger'], ['checkout', 'ledger'], []),
  calendar: fc.constantFrom<Partial<Policy>>(
    ...Array.from({ length: 30 }, () => ({})),
    { changeWindows: [] },
    { changeWindows: [{ days: ['fri'], from: '02:00', to: '03:00' }] },
    { freezes: [{ from: start.toISOString(), to: later(1).toISOString(), reason: 'a test' }] },
    { maxActionsPerHour: 1 },
    { maxResources: 1 },
  ),
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

const layerOf = ({ mode, namespaces, calendar }: Question): PolicyLayer => ({
  ...shipped,
  policy: { ...shipped.policy, mode, allowedNamespaces: namespaces, ...calendar },
});
const requestOf = ({ principal, action, actions, risk }: Question): DecisionRequest => ({
  principal,
  action,
  actions: actions.map(({ id, target, touched, parameters }) => ({ id, target, touched, parameters })),
  ...(risk === undefined ? {} : { risk }),
});

/** What the executor's own gates say to the same change, with everything else in order. */
const executorSays = async (asked: Question, layer: PolicyLayer): Promise<string | undefined> => {
  const level = asked.risk ?? assessRisk(asked.actions).level;
  const stored = proposal({
    actions: asked.actions,
    risk: { level, factors: [] },
    quorum: layer.policy.quorum[level],
    policyVersion: layer.version,
  });
  const approver = layer.roster.approvers.find(({ id }) => id === asked.principal);
  if (approver === undefined) return 'nobody';
  const deps: GateDeps = {
    table: memoryTable(() => start).table,
    policy: layer,
    hub,
    switches: { read: async () => ({ emergencyStop: 'clear', execution: 'enabled', mode: 'execute' }) },
    auditTrail: { has: async () => true },
    now: () => start,
  };
  const refused = await firstRefusal(deps, incident({ status: 'approved' }), {
    kind: 'granted',
    proposal: stored,
    digest: proposalDigest(stored),
    approver,
    approvalId: 'a',
    approvedAt: start,
    rollbackConsented: true,
    executeBy: later(60),
    rollbackBy: later(600),
  });
  return refused?.reason;
};

describe('the command', () => {
  it('never says yes where Cedar or the limits say no', () => {
    let yes = 0;
    fc.assert(
      fc.property(question, (asked) => {
        const layer = layerOf(asked);
        const { allowed, risk } = explain(layer, requestOf(asked), start);
        if (!allowed) return;
        yes += 1;
        const principal =
          asked.principal === proposer.id ? proposer : layer.roster.approvers.find(({ id }) => id === asked.principal);
        if (principal === undefined) throw new Error(`yes to ${asked.principal}`);
        const now = ['propose', 'execute'].includes(asked.action);
        const moment = now ? { window: true, actionsInHour: 0 } : undefined;
        expect(denial(layer, principal, asked.action, { actions: asked.actions, risk }, moment)).toBeUndefined();
        if (now) expect(windowForbids(layer.policy, start)).toBeUndefined();
        if (asked.action !== 'read') expect(beyondPolicy(asked, layer.policy)).toBeUndefined();
      }),
      { numRuns: 200, seed: 3 },
    );
    expect(yes).toBeGreaterThan(10);
  });

  it('says about an execution what the gates of the executor say', async () => {
    const seen = { yes: 0, no: 0 };
    await fc.assert(
      fc.asyncProperty(question, async (any) => {
        const asked = { ...any, action: 'execute' as const };
        const layer = layerOf(asked);
        const { allowed } = explain(layer, requestOf(asked), start);
        seen[allowed ? 'yes' : 'no'] += 1;
        expect(allowed).toBe((await executorSays(asked, layer)) === undefined);
      }),
      { numRuns: 200, seed: 4 },
    );
    expect(seen.yes).toBeGreaterThan(7);
    expect(seen.no).toBeGreaterThan(10);
  });
});
