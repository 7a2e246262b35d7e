import { keyOf } from '../routing/near.ts';
import type { Route } from './route.ts';

/** Something a route can lead to: a Service, or a workload that a registry knows by its name. */
export type Destination = { name: string; ports: readonly number[] };

/** Every destination by the words that tell its name from the others. */
export type Names = {
  byKey: ReadonlyMap<string, Destination>;
  byName: ReadonlyMap<string, Destination>;
  key(name: string): string;
};

/** Words that most names share, such as the prefix of a product, tell nothing. */
const commonWords = (names: readonly string[]): Set<string> => {
  const counts = new Map<string, number>();
  for (const name of names) {
    for (const word of new Set(name.split(/[^a-z0-9]+/i))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > 2 && count * 2 > names.length).map(([word]) => word));
};

export const namesOf = (destinations: readonly Destination[]): Names => {
  const common = commonWords(destinations.map(({ name }) => name));
  const key = (name: string): string => keyOf(name, common);
  return {
    byKey: new Map(destinations.map((one) => [key(one.name), one])),
    byName: new Map(destinations.map((one) => [one.name, one])),
    key,
  };
};

/** Parts of a path that name no service. */
const general = /^(?:api|rest|v\d+|\*+|\{.*|:.*|)$/i;

/** The first part of a path that says whose it is. */
export const pathWord = (path: string): string => path.split('/').find((part) => !general.test(part)) ?? '';

/** What stands before that part: `/api/v1`. */
export const pathPrefix = (path: string): string => {
  const parts = path.split('/');
  const at = parts.findIndex((part) => !general.test(part));
  return parts.slice(0, Math.max(at, 0)).join('/');
};

/** The name of a host without its domain. */
export const hostName = ({ target }: Route): string => target.host.split('.')[0] ?? target.host;
