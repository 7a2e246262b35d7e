import type { Identity } from '../../core/approval/identity.ts';
import { requestRollback } from '../../core/approval/request-rollback.ts';
import { Incident } from '../../core/incident/incident.ts';
import { advance } from '../../core/incident/step.ts';
import type { Item } from '../../core/incident/table.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Proposal } from '../../core/remediation/proposal.ts';
import { createHandler as executor } from '../../functions/executor/handler.ts';
import { decision } from './approval.ts';
import { stepEvent, versions } from './incident.ts';
import { policyLayer } from './policy.ts';
import { choiceSet, proposal } from './proposal.ts';
import { type World, world } from './world.ts';

/** An incident whose change was really executed, by the approval of alice, and which the validator found resolved. */
export const resolved = async (change: Partial<Proposal> = {}, policy: Partial<PolicyLayer> = {}): Promise<World> => {
  const choices = choiceSet(proposal(change));
  const w = await world({ choices, decisions: [await decision({ rollbackConsent: true }, choices)] });
  w.deps.policy = policyLayer(policy);
  await executor(w.deps)(stepEvent(w.incident));
  await advance(w.deps.table, await w.read(), { to: 'resolved', by: 'validator', at: w.deps.now(), versions });
  w.at(700);
  return w;
};

/** Somebody of the roster of the tests, as they signed a request. */
export const person = (w: World, id: string, change: Partial<Identity> = {}): Identity => {
  const found = w.deps.policy.roster.approvers.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id} in the roster`);
  return { method: 'iam', person: found, ...change };
};

export const ask = async (w: World, id: string, change: Partial<Identity> = {}) =>
  requestRollback(
    w.deps,
    'approval-api',
    person(w, id, change),
    Incident.parse(await w.read()),
    'the pod\nwas examined',
  );

/** Puts an item, whatever is there. */
export const put = (w: World, item: Item) => w.deps.table.transact([{ kind: 'replace', item, when: [] }]);
