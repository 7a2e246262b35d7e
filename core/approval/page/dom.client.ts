type Attributes = Record<string, string | boolean>;
type Child = Node | string | undefined;

/** An element. Children that are strings become text nodes: no text from anywhere can become markup here. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

/** The element with this id, which the shell always has. */
export const byId = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
};

/** Tells a screen reader; the same words twice are told once. */
export const announce = (text: string): void => {
  const live = byId('live');
  if (live.textContent !== text) live.textContent = text;
};
