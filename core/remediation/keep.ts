import { type AsCode, type CodePatch, codeForms } from './as-code/patch.ts';
import { catalogue } from './catalogue.ts';
import type { PlannedAction } from './proposal.ts';

type Kept = Pick<PlannedAction, 'id' | 'parameters' | 'touched'>;

/** How the change of one action is kept; undefined where this build does not know the action or its parameters. */
export const asCodeOf = ({ id, parameters, touched }: Kept): AsCode | undefined => {
  const action = catalogue.get(id);
  if (action === undefined || !action.parameters.safeParse(parameters).success) return undefined;
  return action.asCode(parameters, touched);
};

/**
 * What must be written into code, so that the next deployment does not take the change back: one patch for each form,
 * over all actions in their order, and what to mind beside them.
 */
export const keepAsCode = (actions: readonly Kept[]): { patches: CodePatch[]; notes: string[] } => {
  const kept = actions.map((action) => ({
    id: action.id,
    code: asCodeOf(action) ?? { patches: [], note: 'how to keep this change is not known' },
  }));
  const all = kept.flatMap(({ code }) => code.patches);
  return {
    patches: codeForms.flatMap((form) => {
      const texts = all.filter((patch) => patch.form === form).map(({ text }) => text);
      return texts.length === 0 ? [] : [{ form, text: texts.join('\n\n') }];
    }),
    notes: kept.flatMap(({ id, code }) => (code.note === undefined ? [] : [`${id}: ${code.note}`])),
  };
};
