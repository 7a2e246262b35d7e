import type { PolicyRequest } from './layer.ts';
import type { Approver, Roster } from './roster.ts';
import type { Scope } from './scope.ts';

/** The person of the roster with this id, or undefined: nobody. */
export const findApprover = (roster: Roster, id: string): Approver | undefined =>
  roster.approvers.find((approver) => approver.id === id);

const uid = <T extends string>(type: T, id: string) => ({ type, id });

/**
 * A question in the terms of `policies/schema.cedarschema`. A role or a team that no policy names gives no permission,
 * so nothing here needs to know the list of them.
 */
export const cedarQuestion = ({ principal, action, resource, context }: PolicyRequest, scope: Scope) => {
  const person = uid('Person', principal.id);
  const target = uid('Target', [resource.kind, resource.namespace ?? '', resource.name].join('/'));
  const { namespace } = resource;
  return {
    principal: person,
    action: uid('Action', action),
    resource: target,
    context: {
      actions: [...context.actionIds],
      risk: context.risk,
      irreversible: context.irreversible,
      proposer: { __entity: uid('Person', context.proposer) },
      resources: context.resources,
      changePercent: context.changePercent,
      ...context.moment,
    },
    entities: [
      { uid: person, attrs: { teams: [...principal.teams] }, parents: [uid('Role', principal.role)] },
      {
        uid: target,
        attrs: {
          kind: resource.kind,
          name: resource.name,
          ...(namespace === undefined ? {} : { namespace }),
          ...scope,
        },
        parents: [],
      },
    ],
  };
};
export type CedarQuestion = ReturnType<typeof cedarQuestion>;
