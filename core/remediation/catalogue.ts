import type { Action } from './action.ts';
import { assignSecondaryIp } from './actions/assign-secondary-ip.ts';
import { cordonNode } from './actions/cordon-node.ts';
import { ensureForwardingDisabled } from './actions/ensure-forwarding-disabled.ts';
import { ensureForwardingEnabled } from './actions/ensure-forwarding-enabled.ts';
import { growStorage } from './actions/grow-storage.ts';
import { isolateNetworkInterface } from './actions/isolate-network-interface.ts';
import { isolatePod } from './actions/isolate-pod.ts';
import { restartRollout } from './actions/restart-rollout.ts';
import { rollBackTaskDefinition } from './actions/roll-back-task-definition.ts';
import { scaleDeployment } from './actions/scale-deployment.ts';
import { setDesiredCount } from './actions/set-desired-count.ts';
import { setHpaBounds } from './actions/set-hpa-bounds.ts';
import { setInstanceClass } from './actions/set-instance-class.ts';
import { setMemory } from './actions/set-memory.ts';
import { setProperty } from './actions/set-property.ts';
import { setReservedConcurrency } from './actions/set-reserved-concurrency.ts';
import { setResources } from './actions/set-resources.ts';
import { setTaskResources } from './actions/set-task-resources.ts';
import { unassignSecondaryIp } from './actions/unassign-secondary-ip.ts';
import { uncordonNode } from './actions/uncordon-node.ts';
import { undoRollout } from './actions/undo-rollout.ts';

const actions: readonly Action[] = [
  setResources,
  setHpaBounds,
  scaleDeployment,
  restartRollout,
  undoRollout,
  cordonNode,
  uncordonNode,
  assignSecondaryIp,
  unassignSecondaryIp,
  ensureForwardingEnabled,
  ensureForwardingDisabled,
  setInstanceClass,
  growStorage,
  setMemory,
  setReservedConcurrency,
  setDesiredCount,
  rollBackTaskDefinition,
  setTaskResources,
  setProperty,
  isolatePod,
  isolateNetworkInterface,
];

/** Every action this system can make; what is not here cannot be proposed, approved or executed. */
export const catalogue: ReadonlyMap<string, Action> = new Map(actions.map((action) => [action.id, action]));

/** The action behind a planned one. Throws when this build does not know it: it then runs nothing. */
export const actionOf = ({ id }: { id: string }): Action => {
  const action = catalogue.get(id);
  if (action === undefined) throw new Error(`action ${id} is not in the catalogue of this build`);
  return action;
};
