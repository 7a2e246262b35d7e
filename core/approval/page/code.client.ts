import { el } from './dom.client.ts';
import { say } from './say.client.ts';
import type { ChoiceView, LineView, PatchView } from './view/view.ts';

/** Which parts are unfolded, by their id: kept when the page is drawn again. */
export type Unfolded = ReadonlySet<string>;

/** Ids of what the person has unfolded so far. */
export const unfoldedNow = (): Unfolded => new Set([...document.querySelectorAll('details[open]')].map(({ id }) => id));

/** A part that is folded until somebody wants it. */
export const fold = (
  id: string,
  unfolded: Unfolded,
  title: string,
  tone: string,
  ...content: (HTMLElement | undefined)[]
): HTMLElement =>
  el('details', { class: tone, id, open: unfolded.has(id) }, el('summary', { id: `${id}-summary` }, title), ...content);

/** Lines as they are, each by itself, so that no letter of one reorders another; long ones wrap. */
const code = (lines: readonly LineView[]): HTMLElement =>
  el(
    'pre',
    { class: 'code mono', dir: 'ltr' },
    ...lines.flatMap(({ indent, text }) => [' '.repeat(indent), el('bdi', { dir: 'ltr' }, text), '\n']),
  );

const formName = (form: PatchView['form']): string =>
  form === 'cloudformation' ? say('underResources') : { kubectl: 'kubectl', hcl: 'Terraform (HCL)' }[form];

const patch = ({ form, lines }: PatchView): HTMLElement =>
  el('div', { class: 'patch' }, el('h3', {}, formName(form)), code(lines));

/** The change as a diff and as code that keeps it, both folded. */
export const asCode = ({ digest, diff, patches, notes }: ChoiceView, unfolded: Unfolded): HTMLElement[] => {
  const id = digest.slice(0, 12);
  const keep = [...patches.map(patch), ...notes.map((note) => el('p', { class: 'quiet small' }, el('bdi', {}, note)))];
  return [
    fold(`diff-${id}`, unfolded, say('diff'), 'fold', code(diff)),
    ...(keep.length === 0 ? [] : [fold(`keep-${id}`, unfolded, say('keepInCode'), 'fold', ...keep)]),
  ];
};
