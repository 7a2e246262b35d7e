import type { Identity } from '../../../core/approval/identity.ts';
import { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import { mayRead } from '../../../core/policy/may-read.ts';
import type { OperationDeps } from './operation.ts';

/** The incident with this id, or undefined where there is none that this person may see. */
export const visibleIncident = async (
  { table, policy, log }: Pick<OperationDeps, 'table' | 'policy' | 'log'>,
  who: Identity,
  id: string,
): Promise<Incident | undefined> => {
  const [item] = await table.getAll([keys.incident(id)]);
  if (item === undefined) return undefined;
  const incident = Incident.parse(item);
  log.about({ incidentId: id });
  return mayRead(policy, who, incident.resource) ? incident : undefined;
};
