/** The first name that is in the list twice, or undefined. */
export const repeated = (names: readonly string[]): string | undefined =>
  names.find((name, at) => names.indexOf(name) !== at);
