import { type Lookup, type Route, targetOf } from './route.ts';

const line = /^\s*([A-Za-z0-9_.[\]-]+)\s*[=:]\s*(.*?)\s*$/;
const pathOf = /(\w[\w-]*?)(?:\[(\d+)\])?(?:\.|$)/g;

type Tree = { [key: string]: Tree | string };

const put = (tree: Tree, keys: readonly string[], value: string): void => {
  let at = tree;
  for (const key of keys.slice(0, -1)) {
    const inner = Object.hasOwn(at, key) ? at[key] : undefined;
    const next: Tree = typeof inner === 'object' ? inner : Object.create(null);
    at[key] = next;
    at = next;
  }
  at[keys.at(-1) ?? ''] = value;
};

/** A map whose keys are 0, 1, 2 ... is a list. */
const listed = (tree: Tree | string): unknown => {
  if (typeof tree === 'string') return tree;
  const entries = Object.entries(tree).map(([key, inner]) => [key, listed(inner)] as const);
  return entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key))
    ? entries.map(([, inner]) => inner)
    : Object.fromEntries(entries);
};

/** Properties (`a.b[0].c=value`) as the nested value that they stand for. */
export const readProperties = (text: string): unknown => {
  const tree: Tree = Object.create(null);
  for (const row of text.split(/\r?\n/)) {
    const [, name, value] = line.exec(row) ?? [];
    if (name === undefined || value === undefined || /^\s*[#!]/.test(row)) continue;
    const keys = [...name.matchAll(pathOf)].flatMap(([, key = '', index]) =>
      index === undefined ? [key] : [key, index],
    );
    if (keys.length > 1 && keys.length < 20) put(tree, keys, value);
  }
  return listed(tree);
};

const location = /location\s+(?:[=~^*]+\s*)?(\S+)\s*\{([^{}]*)\}/g;
const upstream = /upstream\s+(\S+)\s*\{([^{}]*)\}/g;

/** The locations of an nginx configuration that pass requests on; an `upstream` stands for its first server. */
export const nginxRoutes = (text: string, lookup: Lookup): Route[] => {
  const bare = text.replace(/^\s*#.*$/gm, '');
  const servers = new Map(
    [...bare.matchAll(upstream)].map(([, name = '', body = '']) => [name, /server\s+([^\s;]+)/.exec(body)?.[1]]),
  );
  return [...bare.matchAll(location)].flatMap(([, path = '', body = '']) => {
    const passed = /(?:proxy|grpc)_pass\s+([^\s;]+)/.exec(body)?.[1];
    const direct = passed === undefined ? undefined : targetOf(passed, lookup);
    const server = direct === undefined ? undefined : servers.get(direct.host);
    const target = server === undefined ? direct : targetOf(server, lookup);
    if (target === undefined) return [];
    return [{ paths: [path], target, extras: /^\s*rewrite\s/m.test(body) ? ['rewrite'] : [] }];
  });
};
