import type { Incident } from '../../core/incident/incident.ts';
import { keys } from '../../core/incident/keys.ts';
import type { Table } from '../../core/incident/table.ts';
import { circuitKeys, circuitsOf } from '../../core/remediation/circuit.ts';
import { scopeOf } from '../../core/remediation/conclude.ts';
import type { Proposal } from '../../core/remediation/proposal.ts';
import { targetsOf } from '../../core/remediation/targets.ts';
import { type RecentActions, recentActionsOf } from '../../core/remediation/recent-actions.ts';

/** What the table says of the circuits, the last hour, this approval and the targets: a look, by one request. */
export type Standing = {
  /** The name of the first circuit that is open. */
  open: string | undefined;
  recent: RecentActions;
  used: boolean;
  /** The first target that an incident holds. */
  leased: string | undefined;
};

/** Reads it. The claim makes sure of all of it once more, in its transaction. */
export const readStanding = async (
  table: Table,
  incident: Incident,
  { proposal, approvalId }: { proposal: Proposal; approvalId: string },
): Promise<Standing> => {
  const scope = scopeOf(incident);
  const targets = targetsOf(proposal, incident);
  const [recent, used, ...others] = await table.getAll([
    keys.recentActions(),
    keys.proofUsed(approvalId),
    ...circuitKeys(scope),
    ...targets.map(keys.lease),
  ]);
  const circuits = circuitsOf(scope, others);
  const leases = others.slice(circuits.length);
  return {
    open: circuits.find(({ circuit }) => circuit.open)?.name,
    recent: recentActionsOf(recent),
    used: used !== undefined,
    leased: targets.find((_target, n) => leases[n] !== undefined),
  };
};
