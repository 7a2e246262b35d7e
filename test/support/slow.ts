import type { ChoiceSet, PlannedAction } from '../../core/remediation/proposal.ts';
import { Policy } from '../../core/policy/policy.ts';
import { localSession } from '../../local/ports/session.ts';
import type { DatabaseSpec } from '../../local/workload/database.ts';
import { decision } from './approval.ts';
import { policyLayer } from './policy.ts';
import { later } from './incident.ts';
import { choiceSet, proposal } from './proposal.ts';
import { database } from './database.ts';
import { world } from './world.ts';

const target = { kind: 'DBInstance', name: 'orders-db' };

export const growing: PlannedAction = {
  id: 'grow-storage',
  provider: 'rds',
  target,
  parameters: { instance: 'orders-db', storage: { percent: 50, atMost: 400 } },
  touched: [{ path: 'storageGiB', before: 100, after: 150 }],
  undo: 'irreversible',
};

export const resizing: PlannedAction = {
  id: 'set-instance-class',
  provider: 'rds',
  target,
  parameters: { instance: 'orders-db', to: 'db.r6g.xlarge' },
  touched: [{ path: 'instanceClass', before: 'db.r6g.large', after: 'db.r6g.xlarge' }],
  undo: 'restore',
};

export const choicesOf = (...actions: PlannedAction[]): ChoiceSet =>
  choiceSet(proposal({ actions, risk: { level: 'high', factors: [] }, quorum: { people: 2, roles: 2 } }));

/** The world of the tests around changes that RDS takes on at once and makes over minutes. */
export const slowWorld = async (
  actions: PlannedAction[],
  { consent = true, ...spec }: Partial<DatabaseSpec> & { consent?: boolean } = {},
) => {
  const choices = choicesOf(...actions);
  const decisions = [
    await decision({ rollbackConsent: consent }, choices),
    await decision(
      { rollbackConsent: consent, approver: 'bob', role: 'admin', decidedAt: later(61).toISOString() },
      choices,
    ),
  ];
  const w = await world({ choices, decisions });
  const { rds, calls } = database(w.deps.now, spec);
  const { policy } = policyLayer();
  const layer = policyLayer({
    policy: Policy.parse({
      ...policy,
      allowedActions: ['grow-storage', 'set-instance-class'],
      allowedTargets: [{ target: 'DBInstance/orders-db', team: 'checkout' }],
      allowedWithoutUndo: ['grow-storage'],
    }),
  });
  return { ...w, rds, calls, choices, deps: { ...w.deps, policy: layer, session: localSession({ rds }) } };
};
