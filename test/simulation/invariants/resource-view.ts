import type { Resource } from '../../../core/incident/resource.ts';
import { portOf, type Provider, type Readers } from '../../../core/remediation/provider.ts';

type Leaf = string | number | boolean | null;
/** The settings of a resource, each leaf by its path, without what changes by itself. */
export type View = ReadonlyMap<string, Leaf>;
/** One leaf that differs; undefined where there is none. */
export type Difference = { path: string; was: Leaf | undefined; is: Leaf | undefined };
export type Diff = readonly Difference[];

/** What the API server and the controllers of a cluster write. */
const notSettings = /^(status|metadata\.(generation|resourceVersion|managedFields|uid|creationTimestamp))\b|revision$/;

const enter = (value: unknown, path: string, into: Map<string, Leaf>): void => {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) enter(inner, path === '' ? key : `${path}.${key}`, into);
  } else if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    into.set(path, value);
  }
};
const leavesOf = (value: unknown): Map<string, Leaf> => {
  const leaves = new Map<string, Leaf>();
  enter(value, '', leaves);
  return leaves;
};

type Look = (target: Resource, readers: Partial<Readers>) => Promise<View>;

/** How each provider is looked at: all that can be set there, read past every action. */
const looks: Record<Provider, Look> = {
  kubernetes: async (target, readers) => {
    const leaves = leavesOf(await portOf(readers, 'kubernetes').get(target));
    for (const path of leaves.keys()) if (notSettings.test(path)) leaves.delete(path);
    return leaves;
  },
  ec2: async ({ name }, readers) => {
    const found = await portOf(readers, 'ec2').get(name);
    if (found === undefined || found === 'partial') return new Map();
    return new Map<string, Leaf>([
      ['sourceDestCheck', found.sourceDestCheck],
      ['securityGroups', found.securityGroups?.join(',') ?? null],
      // True for a secondary address: one that is not there has no leaf.
      ...found.addresses.map(({ address, primary }): [string, Leaf] => [address, primary ? 'primary' : true]),
    ]);
  },
  ecs: async ({ name }, readers) => {
    const [cluster = '', service = ''] = name.split('/');
    const found = await portOf(readers, 'ecs').service(cluster, service);
    return leavesOf({ desiredCount: found?.desiredCount, taskDefinition: found?.taskDefinition });
  },
  rds: async ({ name }, readers) => {
    const found = await portOf(readers, 'rds').get(name);
    if (found === undefined) return new Map();
    const { instanceClass, storageGiB, storageType, iops, pending } = found;
    // What was asked for is what counts: RDS makes it minutes later.
    return leavesOf({ instanceClass, storageGiB, storageType, iops, ...pending, others: undefined });
  },
  lambda: async ({ name }, readers) => {
    const port = portOf(readers, 'lambda');
    const [configuration, concurrency] = await Promise.all([port.configuration(name), port.concurrency(name)]);
    return leavesOf({ memoryMiB: configuration?.memoryMiB, reserved: concurrency?.reserved });
  },
  cloudcontrol: async ({ kind, name }, readers) => leavesOf(await portOf(readers, 'cloudcontrol').get(kind, name)),
};

/** A resource as it is now in the simulated world. */
export const viewOf = (provider: Provider, target: Resource, readers: Partial<Readers>): Promise<View> =>
  looks[provider](target, readers);

/** Every leaf that differs. */
export const differences = (before: View, after: View): Diff =>
  [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, was: before.get(path), is: after.get(path) }))
    .filter(({ was, is }) => was !== is);
