import * as z from 'zod';
import { type Lookup, type Route, targetOf } from './route.ts';

const strings = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Named = z.object({ name: z.string(), args: z.record(z.string(), z.unknown()).nullish() });
const steps = z.array(z.union([z.string(), Named])).nullish();

/**
 * A route as Spring Cloud Gateway, Zuul and most tables of one's own write it
 * (https://docs.spring.io/spring-cloud-gateway/reference/spring-cloud-gateway-server-webflux/configuring-route-predicate-factories-and-filter-factories.html).
 */
const Row = z.looseObject({
  id: z.string().nullish(),
  name: z.string().nullish(),
  uri: z.string().nullish(),
  url: z.string().nullish(),
  target: z.string().nullish(),
  upstream: z.string().nullish(),
  service: z.string().nullish(),
  serviceId: z.string().nullish(),
  backend: z.string().nullish(),
  path: strings.nullish(),
  paths: strings.nullish(),
  prefix: strings.nullish(),
  predicates: steps,
  filters: steps,
});

const stepName = (step: string | z.infer<typeof Named>): string =>
  typeof step === 'string' ? (step.split('=')[0] ?? step).trim() : step.name;

const pathsOf = (step: string | z.infer<typeof Named>): string[] => {
  if (stepName(step) !== 'Path') return [];
  if (typeof step !== 'string')
    return Object.values(step.args ?? {}).flatMap((one) => strings.safeParse(one).data ?? []);
  return step
    .slice(step.indexOf('=') + 1)
    .split(',')
    .map((path) => path.trim());
};

const routeIn = (value: unknown, key: string | undefined, lookup: Lookup): Route | undefined => {
  const { data } = Row.safeParse(value);
  if (data === undefined) return undefined;
  const to = data.uri ?? data.url ?? data.target ?? data.upstream ?? data.serviceId ?? data.service ?? data.backend;
  const target = to == null ? undefined : targetOf(to, lookup);
  const predicates = data.predicates ?? [];
  const paths = [...(data.path ?? []), ...(data.paths ?? []), ...(data.prefix ?? []), ...predicates.flatMap(pathsOf)];
  if (target === undefined || (paths.length === 0 && data.predicates == null)) return undefined;
  const id = data.id ?? data.name ?? key;
  const extras = [...predicates, ...(data.filters ?? [])].map(stepName).filter((name) => name !== 'Path');
  return { paths, target, extras, ...(id == null ? {} : { id }) };
};

const mostDepth = 12;
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Every route in a parsed configuration, in order, wherever in it they stand: as items of a list, or as entries of a map. */
export const routesIn = (value: unknown, lookup: Lookup, key?: string, depth = 0): Route[] => {
  if (!isObject(value) || depth > mostDepth) return [];
  if (Array.isArray(value)) return value.flatMap((item) => routesIn(item, lookup, undefined, depth + 1));
  const own = routeIn(value, key, lookup);
  return own === undefined
    ? Object.entries(value).flatMap(([name, inner]) => routesIn(inner, lookup, name, depth + 1))
    : [own];
};
