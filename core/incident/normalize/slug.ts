/** What AWS calls a service or people a budget, as a name that a resource may have: spaces and the like become hyphens. */
export const slug = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._:/-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/-{2,}/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '');
