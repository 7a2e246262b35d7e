import type { Identity } from '../../../core/approval/identity.ts';
import type { Resource } from '../../../core/incident/resource.ts';
import type { OperationDeps } from './operation.ts';
import { withinReach } from '../../../core/policy/reach.ts';

type Layer = OperationDeps['policy'];

/** Why this person may change nothing at all by an operation, or undefined. */
export const notAnOperator = ({ roster }: Layer, who: Identity, what: string): string | undefined => {
  const { method, person, onlyLooks, guest } = who;
  if (method === 'link') return `${what} needs an identity, not a link`;
  if (onlyLooks !== undefined) return `${what} needs more: ${onlyLooks}`;
  if (guest === true || !roster.approvers.some(({ id }) => id === person.id))
    return `${what} needs somebody of the roster; ${person.id} is a guest`;
  return person.role === 'viewer' ? `${what} needs more than a viewer, and ${person.id} is one` : undefined;
};

/**
 * Why this person may not do what only an admin may, or undefined when they may. Cedar has no action for it: it changes no
 * resource, and an installation that permitted it to others would only be less safe. `about`: the resource it is about;
 * without one it is about all of them.
 */
export const notAnAdmin = (layer: Layer, who: Identity, what: string, about?: Resource): string | undefined => {
  const { person, reach } = who;
  const denied = notAnOperator(layer, who, what);
  if (denied !== undefined) return denied;
  if (person.role !== 'admin') return `${what} needs an admin; ${person.id} is an analyst`;
  const within =
    about === undefined ? reach === undefined || reach.includes('*') : withinReach(reach, about, layer.policy);
  return within ? undefined : `${what} is beyond the teams of your groups`;
};
