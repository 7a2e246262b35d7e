import type { Identity } from './identity.ts';
import { Incident } from '../incident/incident.ts';
import { keys } from '../incident/keys.ts';
import { mayRead } from '../policy/may-read.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import type { Table } from '../incident/table.ts';

/** The incident with this id, or undefined where there is none that this person may see. */
export const visibleIncident = async (
  {
    table,
    policy,
    log,
  }: {
    table: Pick<Table, 'getAll'>;
    policy: Pick<PolicyLayer, 'decide' | 'policy'>;
    /** Learns what the run works on. */
    log: { about(subject: { incidentId: string }): void };
  },
  who: Identity,
  id: string,
): Promise<Incident | undefined> => {
  const [item] = await table.getAll([keys.incident(id)]);
  if (item === undefined) return undefined;
  const incident = Incident.parse(item);
  log.about({ incidentId: id });
  return mayRead(policy, who, incident.resource) ? incident : undefined;
};
