import { el } from './dom.client.ts';
import { sentence } from './sentence.client.ts';
import type { Ui } from './ui.client.ts';

const shown = (name: string): HTMLElement => el('code', { class: 'name' }, el('bdi', {}, name));

/** True when what was typed is the name, as the server will compare it. */
export const confirmed = ({ confirm }: Pick<Ui, 'confirm'>, name: string): boolean => confirm.trim() === name;

/** Where the name of the resource is typed before an approval. It may be pasted: who copies it has found it. */
export const confirmField = (ui: Ui, name: string): HTMLElement => {
  const input = el('input', {
    id: 'confirm',
    type: 'text',
    class: 'mono',
    maxlength: '300',
    dir: 'auto',
    autocomplete: 'off',
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    enterkeyhint: 'done',
    'aria-required': 'true',
    'aria-invalid': String(ui.confirmWrong),
    ...(ui.confirmWrong ? { 'aria-describedby': 'confirm-hint' } : {}),
  });
  input.value = ui.confirm;
  input.addEventListener('input', () => {
    ui.confirm = input.value;
  });
  return el(
    'div',
    {},
    el('label', { for: 'confirm' }, ...sentence('confirmLabel', { name: shown(name) })),
    input,
    ui.confirmWrong
      ? el('p', { id: 'confirm-hint', class: 'small wrong' }, ...sentence('confirmWrong', { name: shown(name) }))
      : undefined,
  );
};
