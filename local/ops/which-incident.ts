import { cleanText } from '../../core/incident/text.ts';
import type { Api } from './api.ts';
import { Listing, type Row } from './documents.ts';
import { Failed } from './failed.ts';
import { spoken } from './words.ts';

/** Which incidents a command could be about, and what to say where there is none. */
export type Wanted = { fits(row: Row): boolean; none: string };

const whole = /^inc-\d{14}-[0-9a-f]{8}$/;
const isNamed = (name: string, { id }: Row): boolean =>
  id === name || id.startsWith(name) || (id.split('-').at(-1) ?? '').startsWith(name);

const lines = (rows: readonly Row[]): string => rows.map(({ id, status }) => `${id} (${spoken(status)})`).join(', ');

/**
 * The incident that is meant: by its id, by a unique beginning of it or of its last part, or without a name the only one
 * that fits. What is ambiguous is never guessed.
 */
export const whichIncident = async (api: Api, name: string | undefined, { fits, none }: Wanted): Promise<string> => {
  if (name !== undefined && whole.test(name)) return name;
  const { incidents } = await api.operation('list', {}, Listing);
  const found = incidents.filter((row) => (name === undefined ? fits(row) : isNamed(name, row)));
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only.id;
  if (only === undefined)
    throw new Failed(2, name === undefined ? none : `no recent incident is ${cleanText(name, 100)}`);
  const which = name === undefined ? 'name one of' : `${cleanText(name, 100)} is the beginning of`;
  throw new Failed(2, `${which} ${lines(found.slice(0, 5))}${found.length > 5 ? ` and ${found.length - 5} more` : ''}`);
};
