import type { Identity } from '../../../core/approval/identity.ts';
import { Incident } from '../../../core/incident/incident.ts';
import { keys } from '../../../core/incident/keys.ts';
import type { Resource } from '../../../core/incident/resource.ts';
import { scopeOf } from '../../../core/policy/scope.ts';
import type { OperationDeps } from './operation.ts';

type Layer = Pick<OperationDeps['policy'], 'roster' | 'policy'>;

/** Somebody by name in the roster; whoever is known by a group of the identity provider alone is a guest. */
export const isGuest = ({ roster }: Pick<Layer, 'roster'>, { guest, person }: Identity): boolean =>
  guest === true || !roster.approvers.some(({ id }) => id === person.id);

/** Whether these teams answer for a resource; `*` answers for everything. */
export const reaches = ({ policy }: Pick<Layer, 'policy'>, teams: readonly string[], resource: Resource): boolean => {
  const { team } = scopeOf(resource, policy);
  return teams.includes('*') || (team !== undefined && teams.includes(team));
};

/** Everybody of the roster reads everything, as Cedar's `everybody-reads` says; a guest what their teams answer for. */
export const mayRead = (layer: Layer, who: Identity, { resource }: Pick<Incident, 'resource'>): boolean =>
  !isGuest(layer, who) || reaches(layer, who.reach ?? who.person.teams, resource);

/** The incident with this id, or undefined where there is none that this person may see. */
export const visibleIncident = async (
  { table, policy }: Pick<OperationDeps, 'table' | 'policy'>,
  who: Identity,
  id: string,
): Promise<Incident | undefined> => {
  const [item] = await table.getAll([keys.incident(id)]);
  if (item === undefined) return undefined;
  const incident = Incident.parse(item);
  return mayRead(policy, who, incident) ? incident : undefined;
};
