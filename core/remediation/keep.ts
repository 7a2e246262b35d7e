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

/** The resource of CloudFormation that an action's code is of: its logical id and its type. */
const blockOf = (action: Kept): string | undefined =>
  asCodeOf(action)
    ?.patches.find(({ form }) => form === 'cloudformation')
    ?.text.split('\n', 2)
    .join('\n');

const inOneBlock = (a: Kept, b: Kept): boolean => blockOf(a) !== undefined && blockOf(a) === blockOf(b);

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
