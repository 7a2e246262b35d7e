import type { Identity } from './identity.ts';
import type { Resource } from '../incident/resource.ts';
import type { PolicyLayer } from '../policy/layer.ts';
import { withinReach } from '../policy/reach.ts';

type Layer = Pick<PolicyLayer, 'roster' | 'policy'>;

/**
 * Why this person may change nothing by an operation, or undefined. `about`: the resource it is about; without one it is
 * about all of them.
 */
export const notAnOperator = (
  { roster, policy }: Layer,
  who: Identity,
  what: string,
  about?: Resource,
): string | undefined => {
  const { method, person, reach, onlyLooks, guest } = who;
  if (method === 'link') return `${what} needs an identity, not a link`;
  if (onlyLooks !== undefined) return `${what} needs more: ${onlyLooks}`;
  if (guest === true || !roster.approvers.some(({ id }) => id === person.id))
    return `${what} needs somebody of the roster; ${person.id} is a guest`;
  if (person.role === 'viewer') return `${what} needs more than a viewer, and ${person.id} is one`;
  const within = about === undefined ? reach === undefined || reach.includes('*') : withinReach(reach, about, policy);
  return within ? undefined : `${what} is beyond the teams of your groups`;
};

/**
 * Why this person may not do what only an admin may, or undefined when they may. Cedar has no action for it: it changes no
 * resource, and an installation that permitted it to others would only be less safe. `about` as in `notAnOperator`.
 */
export const notAnAdmin = (layer: Layer, who: Identity, what: string, about?: Resource): string | undefined => {
  const { person } = who;
  const denied = notAnOperator(layer, who, what, about);
  if (denied !== undefined) return denied;
  return person.role === 'admin' ? undefined : `${what} needs an admin; ${person.id} is an analyst`;
};
