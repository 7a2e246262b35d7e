const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for an element or a quoted attribute of HTML or SVG: characters, never markup. */
export const htmlText = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => entities[found] ?? '');
