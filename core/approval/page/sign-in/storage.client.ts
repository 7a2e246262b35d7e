/**
 * What this tab keeps until it is closed. Browsers may keep nothing (private modes, blocked site data) and then throw:
 * everything here says so by its answer.
 */
export const kept = (name: string): string | undefined => {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
};

/** Whether it is kept now. */
export const keep = (name: string, value: string): boolean => {
  try {
    sessionStorage.setItem(name, value);
    return true;
  } catch {
    return false;
  }
};

export const forget = (name: string): void => {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Then nothing was kept.
  }
};

/** What was kept as JSON with these fields, all of them strings; undefined for anything else. */
export const keptFields = <K extends string>(name: string, ...fields: readonly K[]): Record<K, string> | undefined => {
  const text = kept(name);
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const found = Object.entries(parsed).filter(([, value]) => typeof value === 'string');
    const values = new Map(found.map(([field, value]) => [field, String(value)]));
    if (!fields.every((field) => values.has(field))) return undefined;
    // Each of the fields was just seen to be there.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return Object.fromEntries(fields.map((field) => [field, values.get(field)])) as Record<K, string>;
  } catch {
    return undefined;
  }
};
