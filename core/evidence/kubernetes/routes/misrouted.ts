import { isNear, lettersApart } from '../routing/near.ts';
import { type Destination, hostName, type Names, pathPrefix, pathWord } from './destinations.ts';
import type { Route } from './route.ts';

/** A destination that no route leads to as it should, and how sure that is, 0 to 1. */
export type Misrouted = { name: string; says: string; sureness: number };

const label = ({ id, paths }: Route): string => `route ${id ?? paths[0] ?? ''} (${paths.join(', ')})`;

const byPath = ({ paths }: Route, { byKey, key }: Names): Destination | undefined => {
  const found = paths.map((path) => byKey.get(key(pathWord(path)))).filter((one) => one !== undefined);
  return found[0];
};
const byId = ({ id }: Route, { byKey, key }: Names): Destination | undefined => byKey.get(key(id ?? ''));

/** The route leads elsewhere than its id and its path say. */
const wrongTarget = (route: Route, names: Names): Misrouted | undefined => {
  const host = hostName(route);
  const actual = names.byName.get(host);
  const path = byPath(route, names);
  const id = byId(route, names);
  const typo = [...names.byName.values()].find(({ name }) => isNear(name, host));
  const meant = path ?? id ?? (actual === undefined ? typo : undefined);
  if (meant === undefined || meant.name === host) return undefined;
  // The id agrees with the target: then the path is what is wrong.
  if (id !== undefined && id.name === host) return undefined;
  const says = `${label(route)} leads to ${route.target.host}${actual === undefined ? ', which does not exist' : ''}, not to ${meant.name}`;
  const both = path !== undefined && id?.name === path.name;
  return { name: meant.name, says, sureness: both || actual === undefined ? 1 : 0.9 };
};

const wrongPort = (route: Route, { byName }: Names): Misrouted | undefined => {
  const to = byName.get(hostName(route));
  const { port } = route.target;
  if (to === undefined || port === undefined || to.ports.length === 0 || to.ports.includes(port)) return undefined;
  return {
    name: to.name,
    says: `${label(route)} leads to port ${port} of ${to.name}, which has ${to.ports.join(', ')}`,
    sureness: 0.97,
  };
};

/** The path is nearly that of the target, or has another beginning than those of almost all other routes. */
const wrongPath = (route: Route, routes: readonly Route[], names: Names): Misrouted | undefined => {
  const to = names.byName.get(hostName(route));
  const [path] = route.paths;
  if (to === undefined || path === undefined) return undefined;
  const word = names.key(pathWord(path));
  const wanted = names.key(to.name);
  const owner = byPath(route, names);
  if (owner !== undefined && owner !== to && byId(route, names) === to) {
    return {
      name: to.name,
      says: `${label(route)} takes the path of ${owner.name} and leads to ${to.name}`,
      sureness: 0.93,
    };
  }
  const alike = routes.filter((other) => pathPrefix(other.paths[0] ?? '') === pathPrefix(path)).length;
  const usual = routes.filter((other) => pathPrefix(other.paths[0] ?? '') !== pathPrefix(path)).length;
  if (alike === 1 && usual >= 4 && new Set(routes.map(({ paths }) => pathPrefix(paths[0] ?? ''))).size === 2) {
    return {
      name: to.name,
      says: `${label(route)} takes a path that begins otherwise than those of all other routes`,
      sureness: 0.9,
    };
  }
  if (word === wanted || owner !== undefined) return undefined;
  // A shortened word is a habit (`contact` for `contacts`), one with letters changed or added is none.
  const longer = word.length > wanted.length && wanted.length > 2 && word.includes(wanted);
  const changed = !wanted.includes(word) && wanted.length > 3 && lettersApart(word, wanted, 2) <= 2;
  return longer || changed
    ? { name: to.name, says: `${label(route)} leads to ${to.name}, but its path is not quite that`, sureness: 0.75 }
    : undefined;
};

/** Of many routes just one rewrites or restricts what it takes. */
const oddStep = (route: Route, routes: readonly Route[], { byName }: Names): Misrouted | undefined => {
  const to = byName.get(hostName(route));
  const plain = routes.filter(({ extras }) => extras.length === 0).length;
  if (to === undefined || route.extras.length === 0 || plain < 4 || plain < routes.length - 1) return undefined;
  return {
    name: to.name,
    says: `${label(route)} has ${route.extras.join(', ')}, as no other route has`,
    sureness: 0.8,
  };
};

const pattern = (route: Route): string => [...route.paths, ...route.extras].join(' ');

/** An earlier route takes the same paths. */
const shadowed = (route: Route, routes: readonly Route[], { byName }: Names): Misrouted | undefined => {
  const to = byName.get(hostName(route));
  const earlier = routes.slice(0, routes.indexOf(route)).find((other) => pattern(other) === pattern(route));
  if (to === undefined || earlier === undefined || hostName(earlier) === to.name) return undefined;
  return {
    name: to.name,
    says: `${label(route)} is never asked: an earlier one takes its path to ${earlier.target.host}`,
    sureness: 0.85,
  };
};

/** What is wrong with the routes of one table. A destination that another route leads to by its own path is well. */
export const misrouted = (routes: readonly Route[], names: Names): Misrouted[] => {
  const faults = routes.flatMap((route) => {
    const fault =
      wrongTarget(route, names) ??
      wrongPort(route, names) ??
      shadowed(route, routes, names) ??
      wrongPath(route, routes, names) ??
      oddStep(route, routes, names);
    return fault === undefined ? [] : [{ route, fault }];
  });
  const faulty = new Set(faults.map(({ route }) => route));
  const well = new Set(
    routes.filter((route) => !faulty.has(route) && byPath(route, names)?.name === hostName(route)).map(hostName),
  );
  return faults.flatMap(({ fault }) => (well.has(fault.name) ? [] : [fault]));
};
