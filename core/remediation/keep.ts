import { resourceKey } from '../incident/resource.ts';
import { awsActionsAsCode } from './as-code/by-action.ts';
import { type AsCode, type CodePatch, codeForms } from './as-code/patch.ts';
import { catalogue } from './catalogue.ts';
import type { PlannedAction } from './proposal.ts';

type Kept = Pick<PlannedAction, 'id' | 'target' | 'parameters' | 'touched'>;

/** How the change of one action is kept; undefined when nobody has said it. */
export const asCodeOf = ({ id, target, parameters, touched }: Kept): AsCode | undefined => {
  const action = catalogue.get(id);
  if (action === undefined || !action.parameters.safeParse(parameters).success) return undefined;
  return action.asCode?.(parameters, touched) ?? awsActionsAsCode.get(id)?.(target, touched, parameters);
};

const inOneBlock = (a: Kept, b: Kept): boolean =>
  awsActionsAsCode.has(a.id) &&
  awsActionsAsCode.get(a.id) === awsActionsAsCode.get(b.id) &&
  resourceKey(a.target) === resourceKey(b.target);

/** Code names a resource once: what several actions change of it is one block, where the first of them stands. */
const byBlock = (actions: readonly Kept[]): { ids: string[]; kept: Kept }[] =>
  actions.flatMap((action, index) => {
    if (actions.slice(0, index).some((earlier) => inOneBlock(earlier, action))) return [];
    const others = actions.slice(index + 1).filter((later) => inOneBlock(action, later));
    const all = [action, ...others];
    return [{ ids: all.map(({ id }) => id), kept: { ...action, touched: all.flatMap(({ touched }) => touched) } }];
  });

/**
 * What must be written into code, so that the next deployment does not take the change back: one patch for each form,
 * over all actions in their order, and what to mind beside them.
 */
export const keepAsCode = (actions: readonly Kept[]): { patches: CodePatch[]; notes: string[] } => {
  const blocks = byBlock(actions).map(({ ids, kept }) => ({
    ids,
    code: asCodeOf(kept) ?? { patches: [], note: 'how to keep this change is not known' },
  }));
  const all = blocks.flatMap(({ code }) => code.patches);
  return {
    patches: codeForms.flatMap((form) => {
      const texts = all.filter((patch) => patch.form === form).map(({ text }) => text);
      return texts.length === 0 ? [] : [{ form, text: texts.join('\n\n') }];
    }),
    notes: blocks.flatMap(({ ids, code }) => (code.note === undefined ? [] : [`${ids.join(', ')}: ${code.note}`])),
  };
};
