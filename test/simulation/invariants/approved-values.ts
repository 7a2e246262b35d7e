import type { TouchedField } from '../../../core/remediation/action.ts';
import type { PlannedAction } from '../../../core/remediation/proposal.ts';
import type { Change } from './invariant.ts';

/** The fields of the approved action in the direction of the call. */
export const fieldsOf = ({ planned, way }: Pick<Change, 'planned' | 'way'>): readonly TouchedField[] =>
  (planned?.touched ?? []).map(({ path, before, after }) =>
    way === 'apply' ? { path, before, after } : { path, before: after, after: before },
  );

/** Whether two values say the same: no leaf, no value and a switch that is off are one thing. */
export const says = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? false) === JSON.stringify(b ?? false);

/** Of these the approval binds a whole subtree by its digest, and the leaf where it lies is not in the proposal. */
const boundByDigest: Readonly<Record<string, { leaves: RegExp; field: string }>> = {
  'undo-rollout': { leaves: /^spec\.template\b/, field: 'template' },
  'set-task-resources': { leaves: /^taskDefinition$/, field: 'definition' },
};

/** Whether the approval lets the call put this value at this place of the resource. */
export const isApproved = (change: Pick<Change, 'planned' | 'way'>, path: string, value: unknown): boolean => {
  const fields = fieldsOf(change);
  const digest = boundByDigest[change.planned?.id ?? ''];
  if (digest?.leaves.test(path) === true) return fields.some((field) => field.path === digest.field);
  return fields.some(({ after }) => says(after, value));
};

/** Whether what the approval binds of this action is a digest of more than it shows. */
export const isByDigest = (planned: PlannedAction | undefined): boolean => (planned?.id ?? '') in boundByDigest;
