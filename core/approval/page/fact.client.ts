import { el } from './dom.client.ts';

/** A name and what is to be said of it, for a `dl` of facts. */
export const fact = (name: string, ...content: (Node | string)[]): HTMLElement =>
  el('div', {}, el('dt', {}, name), el('dd', {}, ...content));
