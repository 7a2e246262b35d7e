import { el } from './dom.client.ts';

/** A box to tick with its words beside it, all of it a target for a thumb. */
export const tick = (
  { id, checked, disabled = false }: { id: string; checked: boolean; disabled?: boolean },
  words: string,
  changed: (checked: boolean) => void,
): HTMLElement => {
  const box = el('input', { type: 'checkbox', id, checked, disabled });
  box.addEventListener('change', () => changed(box.checked));
  return el('label', { class: 'check' }, box, el('span', {}, words));
};
