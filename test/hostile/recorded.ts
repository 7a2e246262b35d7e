import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The recorded events of a function, as the documentation of `events/` has them, by their file. */
export const recorded = (name: string): ReadonlyMap<string, unknown> =>
  new Map(
    readdirSync(join('events', name)).map((file): [string, unknown] => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(join('events', name, file), 'utf8')),
    ]),
  );
