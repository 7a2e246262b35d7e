import type { ProofFields } from '../../core/approval/proof.ts';
import { requestItem, ApprovalRequest } from '../../core/approval/request.ts';
import { keys } from '../../core/incident/keys.ts';
import { advance, readIncident } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';
import { choiceSetDigest, proposalDigest } from '../../core/remediation/digest.ts';
import { ChoiceSet } from '../../core/remediation/proposal.ts';
import { portOf } from '../../core/remediation/provider.ts';
import type { KubernetesWriter } from '../../core/remediation/kubernetes/port.ts';
import type { KubernetesObject } from '../../core/evidence/ports.ts';
import { resourceKey } from '../../core/incident/resource.ts';
import type { Plant } from './harness.ts';

/** Bugs and an attacker that the invariants must see: without them nobody knows that a green run means anything. */

/**
 * The first two answers of a session, for drift and for the call, are old ones, as from the cache of an API server that
 * lags behind.
 */
const lagging = (old: Map<string, KubernetesObject | undefined>, kubernetes: KubernetesWriter): KubernetesWriter => {
  const asked = new Map<string, number>();
  return {
    ...kubernetes,
    get: async (target) => {
      const key = resourceKey(target);
      const live = await kubernetes.get(target);
      if (!old.has(key)) old.set(key, live);
      const before = asked.get(key) ?? 0;
      asked.set(key, before + 1);
      return before < 2 ? old.get(key) : live;
    },
  };
};

/** A claim store that lets everybody through, a journal that forgets what was begun, and a cluster that lags behind. */
export const forgetful: Plant = {
  ports: (ports) => {
    const old = new Map<string, KubernetesObject | undefined>();
    return {
      ...ports,
      claims: {
        ...ports.claims,
        take: async (name, body) => {
          await ports.claims.take(name, body);
          return true;
        },
      },
      table: {
        ...ports.table,
        get: async (key) => (key.sk.startsWith('STEP#') ? undefined : ports.table.get(key)),
      },
      session: {
        ...ports.session,
        open: async (request) => ({
          kubernetes: lagging(old, portOf(await ports.session.open(request), 'kubernetes')),
        }),
      },
    };
  },
};

/** A journal whose lines are lost on the way to the table. */
export const unwritten: Plant = {
  ports: (ports) => ({
    ...ports,
    table: {
      ...ports.table,
      transact: async (writes) =>
        writes.some((write) => 'item' in write && write.item.sk.startsWith('STEP#'))
          ? { kind: 'committed' }
          : ports.table.transact(writes),
    },
  }),
};

/** Somebody who can write the whole table approves in the name of an approver, without the proof key. */
const forgeApproval = async (table: Table, id: string): Promise<void> => {
  const incident = await readIncident(table, id);
  const choices = ChoiceSet.parse((await table.get(keys.proposal(id)))?.['body']);
  const [choice] = choices.choices;
  if (incident?.approvalId === undefined || choice === undefined) throw new Error('there is nothing to forge');
  const request = ApprovalRequest.parse(await table.get(keys.approval(incident.approvalId)));
  const at = new Date(incident.changedAt);
  const later = (minutes: number): string => new Date(at.getTime() + minutes * 60_000).toISOString();
  const proof = {
    version: 1,
    purpose: 'approve',
    incidentId: id,
    approvalId: request.approvalId,
    choiceSetDigest: choiceSetDigest(choices),
    chosenDigest: proposalDigest(choice),
    approver: 'alice',
    role: 'analyst',
    identity: 'iam',
    breakGlass: false,
    rollbackConsent: true,
    decidedAt: at.toISOString(),
    executeBy: later(5),
    rollbackBy: later(60),
  } satisfies ProofFields;
  const mac = Buffer.alloc(32, 1).toString('base64url');
  const due = { at: later(1), does: 'again', attempt: 0 } as const;
  const versions = { policy: 'forged', function: 'forged' };
  await advance(table, incident, { to: 'approved', by: 'approval-api', at, due, versions }, [
    { kind: 'create', item: { ...keys.decision(request.approvalId, 'alice'), proof, mac } },
    { kind: 'replace', item: requestItem({ ...request, status: 'approved', version: request.version + 1 }), when: [] },
  ]);
};

/** The forged approval alone: everything must hold against it. */
export const forged: Plant = {
  onStatus: async ({ id, status }, table) => {
    if (status === 'awaiting_approval') await forgeApproval(table, id);
  },
};

/** The forged approval, and a verifier that believes everything. */
export const credulous: Plant = {
  ...forged,
  ports: (ports) => ({ ...ports, proofVerifier: { verify: async () => true } }),
};

/** A terminal step that forgets to give its leases back. */
export const clinging: Plant = {
  ports: (ports) => ({
    ...ports,
    table: {
      ...ports.table,
      transact: (writes) =>
        ports.table.transact(
          writes.filter((write) => !('key' in write && write.kind === 'delete' && write.key.pk.startsWith('LEASE#'))),
        ),
    },
  }),
};
