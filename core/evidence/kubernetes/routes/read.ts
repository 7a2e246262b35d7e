import { nginxRoutes, readProperties } from './flat.ts';
import type { Lookup, Route } from './route.ts';
import { routesIn } from './structured.ts';
import { readYamlSubset } from './yaml-subset.ts';

/** Nobody writes a larger table by hand, and reading it costs. */
const mostLetters = 256 * 1024;

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The routes in one entry of a ConfigMap, whichever of JSON, properties, nginx or YAML it is; none where it is no route table. */
export const readRoutes = (name: string, text: string, lookup: Lookup): Route[] => {
  if (text.length > mostLetters || !/uri|url|path|pass|service|target|upstream|backend/i.test(text)) return [];
  if (/(?:proxy|grpc)_pass\s/.test(text)) return nginxRoutes(text, lookup);
  if (/^\s*[[{]/.test(text)) return routesIn(json(text), lookup);
  const properties = name.endsWith('.properties') || /^\s*[\w.-]+\[\d+\]\.[\w.-]+\s*=/m.test(text);
  return routesIn(properties ? readProperties(text) : readYamlSubset(text), lookup);
};
