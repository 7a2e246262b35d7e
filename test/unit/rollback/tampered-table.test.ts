import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProofFields } from '../../../core/approval/proof.ts';
import { requestItem } from '../../../core/approval/request.ts';
import { keys } from '../../../core/incident/keys.ts';
import { statuses } from '../../../core/incident/lifecycle.ts';
import type { Item, Key } from '../../../core/incident/table.ts';
import { createHandler as executor } from '../../../functions/executor/handler.ts';
import { createHandler as rollback } from '../../../functions/rollback/handler.ts';
import { decision, request } from '../../support/approval.ts';
import { autoscaler, autoscalerKey, deployment, deploymentKey } from '../../support/cluster.ts';
import { later, stepEvent } from '../../support/incident.ts';
import { type World, world } from '../../support/world.ts';

/** Whoever owns the table and the time of day; the keys, the claims and the switches are somebody else's. */
const change = request();
const undo = request({ purpose: 'rollback' });
const copy = 'c'.repeat(32);
const ids = [change.approvalId, undo.approvalId, copy];
const lineKeys = ids.flatMap((id) => [0, 1].flatMap((n) => [`${id}/${n}`, `${id}/${n}/undo`]));

const put = (w: World, item: Item) => w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
const drop = (w: World, key: Key) => w.deps.table.transact([{ kind: 'delete', key, when: [] }]);
const state = async (w: World, fields: object) => {
  const now = await w.read();
  await put(w, { ...now, ...fields, ...keys.incident(now.id) });
};
const journal = async (w: World, key: string, status: string) => {
  const hpa = key.includes('/1');
  const body = {
    idempotencyKey: key,
    provider: 'kubernetes',
    action: hpa ? 'set-hpa-bounds' : 'set-resources',
    target: { kind: hpa ? 'HorizontalPodAutoscaler' : 'Deployment', namespace: 'checkout', name: 'payments-api' },
    status,
    prior: {},
    observed: null,
    executedAt: later(91).toISOString(),
  };
  await put(w, { ...keys.journal(w.incident.id, key), body });
};
const copied = async (w: World, id: string, proof: Partial<ProofFields>) => {
  const asked = proof.purpose === 'rollback' ? undo : change;
  const { pk, sk } = keys.approval(id);
  await put(w, { ...requestItem(asked), pk, sk });
  await put(w, { ...keys.decision(id, 'alice'), ...(await decision(proof)) });
};

type Move = (w: World) => Promise<unknown>;
/** `proof` is the one proof that was ever signed. */
const moves = (proof: Partial<ProofFields>): fc.Arbitrary<Move> =>
  fc.oneof(
    fc
      .record({
        status: fc.constantFrom(...statuses),
        approvalId: fc.constantFrom(...ids),
        rollbackApprovalId: fc.constantFrom(...ids),
      })
      .map((fields) => (w: World) => state(w, fields)),
    fc
      .constantFrom('approved', 'executing', 'fix_ineffective', 'rolling_back')
      .map((status) => (w: World) => state(w, { status })),
    fc.tuple(fc.constantFrom(...lineKeys), fc.constantFrom('started', 'succeeded', 'failed', 'rolled_back')).map(
      ([key, status]) =>
        (w: World) =>
          journal(w, key, status),
    ),
    fc.constantFrom(...lineKeys).map((key) => (w: World) => drop(w, keys.journal(w.incident.id, key))),
    fc.constantFrom(...ids).map((id) => (w: World) => copied(w, id, proof)),
    fc.constantFrom(...ids).map((id) => (w: World) => drop(w, keys.proofUsed(id))),
    fc.constant((w: World) => drop(w, keys.execution(w.incident.id))),
    fc.constant((w: World) => put(w, { ...keys.execution(w.incident.id), runUntil: later(0).toISOString() })),
    fc.constantFrom(deploymentKey, autoscalerKey).map((key) => (w: World) => drop(w, keys.lease(key))),
    fc.boolean().map((planned) => async (w: World) => {
      w.fake.objects[deploymentKey] = deployment(planned ? '1Gi' : '512Mi');
      w.fake.objects[autoscalerKey] = autoscaler(planned ? 3 : 2);
    }),
    fc.constant(async (w: World) => executor(w.deps)(stepEvent(await w.read())).catch(() => undefined)),
    fc.constant(async (w: World) => rollback(w.deps)(stepEvent(await w.read())).catch(() => undefined)),
  );

const limits: Record<string, number> = { '1Gi': 1, '512Mi': -1, '3': 1, '2': -1 };
/** Every change that was sent, and whether it was made (1) or taken back (-1). */
const sent = (w: World) =>
  w.fake.calls.map(({ target, operations }) => {
    const last = operations.at(-1);
    return { target, way: last !== undefined && 'value' in last ? (limits[String(last.value)] ?? 0) : 0 };
  });

const cases: [string, Partial<ProofFields>, (w: World) => void, readonly number[]][] = [
  ['a reject', { purpose: 'reject' }, () => undefined, []],
  ['an approval of a rollback alone', { purpose: 'rollback' }, () => undefined, []],
  ['an approval without consent to a rollback', { rollbackConsent: false }, () => undefined, [1]],
  ['an approval in a stack that is not enabled', {}, (w) => w.deps.switches.turn({ execution: 'disabled' }), []],
  ['an approval whose time is over', {}, (w) => w.at(361), []],
  ['an approval with consent to a rollback', {}, () => undefined, [1, -1]],
];

describe('whoever writes the whole table', () => {
  it.each(cases)('can bring about no more than the proofs allow: %s', async (_what, proof, prepare, ways) => {
    await fc.assert(
      fc.asyncProperty(fc.array(moves(proof), { minLength: 3, maxLength: 25 }), async (steps) => {
        const w = await world({ decisions: [await decision(proof)] });
        prepare(w);
        for (const step of steps) await step(w);
        const made = sent(w);
        expect(made.filter(({ way }) => !ways.includes(way))).toEqual([]);
        const each = made.map(({ target, way }) => `${target} ${way}`);
        expect(new Set(each).size, 'each change is sent once').toBe(each.length);
      }),
      { numRuns: 60 },
    );
  });
});
