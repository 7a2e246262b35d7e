const isText = (node: Element | null): node is HTMLTextAreaElement | HTMLInputElement =>
  node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && node.type === 'text');

/** What a person looks at: the first of these that is on the screen keeps its place when the page is drawn again. */
const landmarks = ['decide', 'change', 'why', 'state'];

const topOf = (id: string): number | undefined => document.getElementById(id)?.getBoundingClientRect().top;
const onScreen = (id: string): boolean => {
  const top = topOf(id);
  return top !== undefined && top >= 0 && top < innerHeight;
};

/**
 * Puts new content in place. The focus, the cursor in a text and what is on the screen stay where the person had them: a
 * page that moves under a thumb is a page one hits wrongly.
 */
export const replaceInPlace = (parent: HTMLElement, children: readonly Node[]): void => {
  const active = document.activeElement;
  const cursor = isText(active) ? active.selectionStart : null;
  const landmark = scrollY === 0 ? undefined : landmarks.find(onScreen);
  const before = landmark === undefined ? undefined : topOf(landmark);
  parent.replaceChildren(...children);
  const after = landmark === undefined ? undefined : topOf(landmark);
  if (before !== undefined && after !== undefined && before !== after) scrollBy(0, after - before);
  const again = active?.id ? document.getElementById(active.id) : null;
  again?.focus({ preventScroll: true });
  if (isText(again) && cursor !== null) again.setSelectionRange(cursor, cursor);
};
