import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import type { Item } from '../../../core/incident/table.ts';
import { Policy } from '../../../core/policy/policy.ts';
import { createHandler, type Deps } from '../../../functions/executor/handler.ts';
import { type RefusalName, refusals } from '../../../functions/executor/refusal.ts';
import { decision, request } from '../../support/approval.ts';
import { deployment, deploymentKey } from '../../support/cluster.ts';
import { hub, start, stepEvent } from '../../support/incident.ts';
import { policyLayer } from '../../support/policy.ts';
import { choiceSet, proposal } from '../../support/proposal.ts';
import { type World, world } from '../../support/world.ts';

type Prepared = { policy: Partial<Policy>; deps: Partial<Deps> };
type Fault = (w: World, prepared: Prepared) => unknown;

const put = (w: World, item: Item) => w.deps.table.transact([{ kind: 'create', item }]);
const target = 'Deployment/checkout/payments-api';

/** What is wrong, by the name of the gate that must find it. Proof and digest are what the world is made of. */
const faults: Record<Exclude<RefusalName, 'proof' | 'digest'>, Fault> = {
  account: (_w, { deps }) => Object.assign(deps, { hub: { ...hub, account: '999999999999' } }),
  'emergency-stop': (w) => w.deps.switches.turn({ emergencyStop: 'set' }),
  'execution-disabled': (w) => w.deps.switches.turn({ execution: 'disabled' }),
  mode: (_w, { policy }) => Object.assign(policy, { mode: 'propose' }),
  expired: (w) => w.at(361),
  alarm: (w) => Object.assign(w.state, { alarm: 'INSUFFICIENT_DATA' }),
  circuit: (w) => put(w, { ...keys.circuit('global'), open: true, failures: 2, version: 2 }),
  policy: (_w, { deps }) => Object.assign(deps, { decide: () => ({ allowed: false, because: ['no'] }) }),
  scope: (_w, { policy }) => Object.assign(policy, { allowedNamespaces: ['other'] }),
  risk: (_w, { policy }) =>
    Object.assign(policy, { quorum: { ...policyLayer().policy.quorum, low: { people: 2, roles: 1 } } }),
  window: (_w, { policy }) => Object.assign(policy, { changeWindows: [] }),
  caps: (_w, { policy }) => Object.assign(policy, { maxActionsPerHour: 1 }),
  'audit-lag': async (w, { deps }) => {
    await put(w, { ...keys.transition(w.incident.id, w.incident.seq - 1), at: start.toISOString() });
    Object.assign(deps, { auditTrail: { has: async () => false } });
  },
  claim: (w) => put(w, keys.proofUsed(request().approvalId)),
  lease: (w) => put(w, { ...keys.lease(target), incidentId: 'inc-other' }),
  drift: (w) => Object.assign(w.fake.objects, { [deploymentKey]: deployment('768Mi') }),
};

/** One execution of a world with all of these faults. */
const executeWith = async (wrong: readonly RefusalName[]) => {
  const signed = await decision();
  const decisions = wrong.includes('proof') ? [{ ...signed, mac: Buffer.alloc(32).toString('base64url') }] : [signed];
  const choices = wrong.includes('digest') ? choiceSet(proposal({ account: '999999999999' })) : choiceSet();
  const w = await world({ decisions, choices, now: new Date(start.getTime() + 120_000) });
  const prepared: Prepared = { policy: {}, deps: {} };
  for (const name of wrong) if (name !== 'proof' && name !== 'digest') await faults[name](w, prepared);
  const { decide, ...deps } = prepared.deps as Partial<Deps> & { decide?: Deps['policy']['decide'] };
  const limits = Policy.parse({ ...policyLayer().policy, ...prepared.policy });
  const policy = policyLayer({ policy: limits, ...(decide === undefined ? {} : { decide }) });
  return { w, outcome: await createHandler({ ...w.deps, policy, ...deps })(stepEvent(w.incident)) };
};

describe('the gates of the executor', () => {
  it.each(refusals.map((name, n) => [name, n] as const))(
    'give %s as the reason when it and everything behind it is wrong',
    async (name, n) => {
      const { w, outcome } = await executeWith(refusals.slice(n));
      expect(outcome).toMatchObject({ kind: 'refused', name });
      expect(await w.reason()).toMatch(new RegExp(`^${name}: .{10}`));
      expect(w.deps.meter.counts.get(`ExecutionRefused_${name}`)).toBe(1);
      expect(w.fake.calls).toEqual([]);
      // Nothing was taken that would have to be given back: not even the claim, when the last gate said no.
      expect(w.deps.claims.taken.size).toBe(0);
      expect(await w.deps.table.get(keys.execution(w.incident.id))).toBeUndefined();
      // Credentials are asked for when nothing but the live state can still say no.
      expect(w.session.opened).toHaveLength(name === 'drift' ? 1 : 0);
    },
  );

  it.each(refusals)('refuse for %s alone', async (name) =>
    expect((await executeWith([name])).outcome).toMatchObject({ kind: 'refused', name }),
  );

  it('let an execution through with which nothing is wrong', async () =>
    expect((await executeWith([])).outcome).toEqual({ kind: 'executed' }));
});
