import type { Finding } from '../facts.ts';
import type { Gathered } from '../gathered.ts';
import { admission } from './admission/admission.ts';
import { clusterOf } from './cluster.ts';
import type { Detector } from './detector.ts';
import { databaseFaults } from './databases/database-faults.ts';
import { events } from './events.ts';
import type { Owners } from './owners.ts';
import { networkFaults } from './network/network-faults.ts';
import { nodeConditions } from './nodes/node-conditions.ts';
import { nodeServices } from './nodes/node-services.ts';
import { portConflicts } from './ports/port-conflicts.ts';
import { pods } from './pods.ts';
import { reachability } from './nodes/reachability.ts';
import { probes } from './probes/probes.ts';
import { rolloutChanges } from './rollouts.ts';
import { routing } from './routing/routing.ts';
import { unscheduled } from './nodes/unscheduled.ts';
import { scheduling } from './scheduling/scheduling.ts';
import { haltedRollouts } from './halted-rollouts.ts';
import { nodeEvents } from './nodes/node-events.ts';
import { killed } from './start-up/killed.ts';
import { references } from './start-up/references.ts';
import { volumeAccess } from './start-up/volume-access.ts';
import { claims } from './storage/claims.ts';
import { workloads } from './workloads.ts';

/** Every family of faults that a cluster can show. A new one is a file and a row here. */
const detectors: readonly Detector[] = [
  pods,
  workloads,
  haltedRollouts,
  nodeEvents,
  events,
  nodeServices,
  nodeConditions,
  unscheduled,
  reachability,
  databaseFaults,
  portConflicts,
  networkFaults,
  admission,
  scheduling,
  claims,
  references,
  volumeAccess,
  killed,
  probes,
  ...routing,
];

/** `changes`: rollouts that somebody began, with their times; a finding only where the trouble followed soon. */
export type StateFound = { findings: Finding[]; changes: Finding[]; unreadable: number; owners: Owners };

/**
 * The facts in the objects of a cluster. What a pod shows is told of its workload. Anything that ended or was reported
 * before `since` is history and left out. `unreadable`: objects of a known kind with an unknown form.
 */
export const kubernetesState = (
  { objects, topology, ...gathered }: Omit<Gathered, 'changes' | 'ecs' | 'gaps'>,
  since: Date,
  now: Date,
): StateFound => {
  const { cluster, unreadable } = clusterOf(objects);
  const seen = {
    ...gathered,
    cluster,
    since,
    now,
    ...(topology === undefined ? {} : { topology }),
  };
  const findings = detectors.flatMap((detector) => detector(seen));
  return { findings, changes: rolloutChanges(cluster), unreadable, owners: cluster.owners };
};
