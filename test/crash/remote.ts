import type { Call } from './channel.ts';

type Anything = (...args: unknown[]) => unknown;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The paths of all functions in an object of ports, as `claims.take`. */
export const methodsOf = (ports: object, above = ''): string[] =>
  Object.entries(ports).flatMap(([name, value]) => {
    if (typeof value === 'function') return [`${above}${name}`];
    return isObject(value) ? methodsOf(value, `${above}${name}.`) : [];
  });

/** What stands at a path. Throws when it is no function. */
export const methodAt = (ports: object, path: string): Anything => {
  let found: unknown = ports;
  for (const name of path.split('.')) found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  if (typeof found !== 'function') throw new Error(`there is no ${path}`);
  return found as Anything;
};

/** The ports of another process that has functions at these paths; which ports they are the caller knows. */
export const remote = (paths: readonly string[], call: Call): Record<string, unknown> => {
  const ports: Record<string, unknown> = {};
  for (const path of paths) {
    const names = path.split('.');
    const last = names.pop() ?? path;
    let holder = ports;
    for (const name of names) {
      const next = isObject(holder[name]) ? holder[name] : {};
      holder[name] = next;
      holder = next;
    }
    holder[last] = (...args: unknown[]) => call(path, args);
  }
  return ports;
};
