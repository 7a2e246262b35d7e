import type { Topology } from '../gathered.ts';

/** What a node of a call graph is a view of: the part of its name that names the service, and the type behind it. */
type Parsed = { node: string; base: string; type: string };

/** X-Ray names a node `name_type`; `client` and `remote` are its types for what was seen from one side only. */
const typed = /^(?<base>.+?)_(?<type>client|remote|AWS::.+|Database::.+)$/;

const parse = (node: string): Parsed => {
  const { base, type } = typed.exec(node)?.groups ?? {};
  return { node, base: base ?? node, type: type ?? '' };
};

/**
 * How much a node is the thing itself: the resource that runs it, rather than the service that runs such resources
 * (`AWS::Lambda` is the invocation, `AWS::Lambda::Function` the function), or what a caller saw of it.
 */
const closeness = ({ type, base }: Parsed): number => {
  if (/^AWS::\w+::/.test(type)) return 5;
  if (type.startsWith('Database::')) return 4;
  if (type === '') return base.startsWith('AWS::') ? 2 : 3;
  return type === 'remote' ? 1 : type === 'client' ? 0 : 2;
};

/** What is left of a name without its signs, to compare it with others. */
export const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Hosts of one's own: load balancers and private names. The first label names what is behind. */
const ownHost = /\.elb\.|\.(?:local|internal|svc)\b/i;
/** Shorter pieces of a host name fit too many services. */
const fewestLetters = 4;

/**
 * The service that a host of one's own leads to, where its name tells it without doubt: a generated load balancer name
 * holds the beginnings of the names of its stack and of its resource (CloudFormation: 5 letters of each).
 */
const behind = (host: Parsed, bases: readonly string[]): string | undefined => {
  if (host.type !== 'remote' || !ownHost.test(host.base)) return undefined;
  const pieces = (host.base.split('.')[0] ?? '').split('-').map(letters);
  const hits = pieces
    .filter((piece) => piece.length >= fewestLetters)
    .map((piece) => bases.filter((base) => letters(base).includes(piece)))
    .filter((found) => found.length === 1);
  const only = new Set(hits.flat());
  return only.size === 1 ? [...only][0] : undefined;
};

/** Nodes that are views of one service. `service` is the node that is the thing itself, which a person would name. */
export type Group = { service: string; type: string; base: string; nodes: readonly string[] };

/** Stores and queues that others run: they are not configured to be slow, they become slow by what is asked of them. */
const store = /DynamoDB|Database|RDS|ElastiCache|SQS|Kinesis|OpenSearch|DocDB|DAX/;
export const isManagedStore = ({ type, base }: Group): boolean => store.test(type) || /sql\b/i.test(base);

/** A table and a function may share a name: views are of one thing only where their types are of one family. */
const familyOf = ({ type }: Parsed): string => /^(?:AWS::\w+|Database)/.exec(type)?.[0] ?? '';

/** Node lists of one thing each, by a key of their own. What has no family is a view of what runs code under that name. */
const things = (parsed: readonly Parsed[], bases: readonly string[]): Map<string, Parsed[]> => {
  const named = parsed.map((node) => ({ node, name: (behind(node, bases) ?? node.base).toLowerCase() }));
  const families = new Map<string, string[]>();
  for (const { node, name } of named) {
    const family = familyOf(node);
    if (family !== '') families.set(name, [...(families.get(name) ?? []), family]);
  }
  const found = new Map<string, Parsed[]>();
  for (const { node, name } of named) {
    const known = families.get(name) ?? [];
    const family = familyOf(node) || (known.find((one) => !store.test(one)) ?? known[0] ?? '');
    const key = `${name} ${family}`;
    found.set(key, [...(found.get(key) ?? []), node]);
  }
  return found;
};

/** The groups that a group calls. */
export type Calls = ReadonlyMap<Group, ReadonlySet<Group>>;

export type Grouped = {
  groups: readonly Group[];
  calls: Calls;
  /** By a node's name, or by the part of it that names the service. */
  groupOf: (name: string) => Group | undefined;
  /** The node that is meant by any of some values (of dimensions), or undefined. */
  nodeOf: (values: readonly string[]) => string | undefined;
};

/**
 * The services of a call graph with all their views (as seen by the client, by the platform, by the code, through a load
 * balancer), and the calls between them. Each node is in one group.
 */
export const groupsOf = ({ services, edges }: Topology): Grouped => {
  const parsed = services.map(parse);
  const bases = [...new Set(parsed.filter(({ type }) => type !== 'remote').map(({ base }) => base))];
  const groups = [...things(parsed, bases).values()].flatMap((views): Group[] => {
    const [best] = views.toSorted((a, b) => closeness(b) - closeness(a));
    return best === undefined
      ? []
      : [{ service: best.node, type: best.type, base: best.base, nodes: views.map(({ node }) => node) }];
  });
  const byNode = new Map(groups.flatMap((group) => group.nodes.map((node) => [node, group])));
  const byBase = new Map(groups.toReversed().map((group) => [group.base.toLowerCase(), group]));
  const groupOf = (name: string): Group | undefined => byNode.get(name) ?? byBase.get(name.toLowerCase());
  const calls = new Map(groups.map((group) => [group, new Set<Group>()]));
  for (const { from, to } of edges) {
    const [caller, callee] = [byNode.get(from), byNode.get(to)];
    if (caller !== undefined && callee !== undefined && caller !== callee) calls.get(caller)?.add(callee);
  }
  const nodeOf = (values: readonly string[]): string | undefined =>
    values.find((value) => byNode.has(value)) ?? values.flatMap((value) => groupOf(value)?.service ?? [])[0];
  return { groups, calls, groupOf, nodeOf };
};
