/** One element of a drawing, before it is in a document or a text. Children that are strings are text, never markup. */
export type Shape = {
  tag: string;
  attributes: Readonly<Record<string, string | number>>;
  children: readonly (Shape | string)[];
};

export const shape = (tag: string, attributes: Shape['attributes'], ...children: (Shape | string)[]): Shape => ({
  tag,
  attributes,
  children,
});
