export type Test = { name: string; body: () => unknown };

type Table = readonly unknown[];
type OfRow = (...row: unknown[]) => unknown;

/** What the unit tests use of vitest beside `expect`, and not more: whatever else they import is an error of the import. */
export const collector = () => {
  const tests: Test[] = [];
  const within: string[] = [];
  const it = (name: string, body: () => unknown): void => {
    tests.push({ name: [...within, name].join(' > '), body });
  };
  const describe = (name: string, body: () => unknown): void => {
    within.push(name);
    body();
    within.pop();
  };
  /** Rows are told apart by their number: their texts may be the same. */
  const each = (one: typeof it) => (table: Table) => (name: string, body: OfRow) =>
    table.forEach((row, index) => one(`${name} [${index + 1}]`, () => body(...(Array.isArray(row) ? row : [row]))));
  const api = {
    describe: Object.assign(describe, { each: each(describe) }),
    it: Object.assign(it, { each: each(it) }),
  };
  return { tests, api };
};
