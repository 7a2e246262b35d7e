import { readFileSync } from 'node:fs';

/** A small template with one of everything that the engine reads. */
export const fixture = readFileSync(new URL('./fixture.yaml', import.meta.url), 'utf8');

/** The same with one place changed; throws when the place is not there, so that no test tests nothing. */
export const fixtureWith = (from: string, to: string): string => {
  if (!fixture.includes(from)) throw new Error(`the fixture has no ${from}`);
  return fixture.replace(from, to);
};
