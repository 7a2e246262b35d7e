import type { DecisionRequest } from '../../policy/decision-request.ts';
import { catalogue } from '../../remediation/catalogue.ts';
import type { LimitedAction } from '../../remediation/limits.ts';
import type { PlannedAction } from '../../remediation/proposal.ts';

/** The actions of a request with what the catalogue knows of them. */
export type Plan = {
  actions: LimitedAction[];
  /** Those whose parameters are known: what would be called can be compared with what is shown. */
  complete: PlannedAction[];
  /** The first action that this build does not have. */
  unknown: string | undefined;
};

/** Completes a request from the catalogue. An action that is not there counts as one that cannot be undone. */
export const planOf = ({ actions }: DecisionRequest): Plan => {
  const planned = actions.map(({ id, target, touched, parameters }) => {
    const known = catalogue.get(id);
    const action: LimitedAction = {
      id,
      provider: known?.provider ?? 'kubernetes',
      target,
      touched,
      undo: known?.undo ?? 'irreversible',
    };
    return { action, parameters };
  });
  return {
    actions: planned.map(({ action }) => action),
    complete: planned.flatMap(({ action, parameters }) =>
      parameters === undefined ? [] : [{ ...action, parameters }],
    ),
    unknown: actions.find(({ id }) => !catalogue.has(id))?.id,
  };
};
