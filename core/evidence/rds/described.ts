import * as z from 'zod';

/** Times are dates in the SDK and text in a recording. */
const time = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeEvents.html */
const Events = z.object({
  Events: z.array(
    z.object({
      SourceIdentifier: z.string().nullish(),
      Message: z.string().nullish(),
      EventCategories: z.array(z.string()).nullish(),
      Date: time,
    }),
  ),
});
export type RdsEvent = { instance: string; message: string; categories: readonly string[]; at: Date };

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html, in GiB where it speaks of storage. */
const Instances = z.object({
  DBInstances: z.array(
    z.object({
      DBInstanceIdentifier: z.string(),
      DBInstanceStatus: z.string().nullish(),
      DBInstanceClass: z.string().nullish(),
      DBClusterIdentifier: z.string().nullish(),
      AllocatedStorage: z.number().nullish(),
      MaxAllocatedStorage: z.number().nullish(),
      ReadReplicaSourceDBInstanceIdentifier: z.string().nullish(),
      ReadReplicaDBInstanceIdentifiers: z.array(z.string()).nullish(),
    }),
  ),
});
export type RdsInstance = {
  name: string;
  status?: string;
  /** `db.r6g.xlarge` */
  size?: string;
  cluster?: string;
  storageGiB?: number;
  replicas: readonly string[];
};

/** https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DescribeDimensionKeys.html */
const Keys = z.object({
  Keys: z.array(z.object({ Dimensions: z.record(z.string(), z.string()), Total: z.number() })),
});

/** The events of all instances, in order of time; none where they were not read. */
export const rdsEvents = (described: Readonly<Record<string, unknown>>): RdsEvent[] =>
  (Events.safeParse(described['rds:DescribeEvents']).data?.Events ?? [])
    .flatMap(({ SourceIdentifier, Message, EventCategories, Date: at }) =>
      SourceIdentifier == null
        ? []
        : [{ instance: SourceIdentifier, message: Message ?? '', categories: EventCategories ?? [], at }],
    )
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());

/** The instances that were described, each with the names of its read replicas, whichever side told of them. */
export const rdsInstances = (described: Readonly<Record<string, unknown>>): RdsInstance[] => {
  const found = Instances.safeParse(described['rds:DescribeDBInstances']).data?.DBInstances ?? [];
  return found.map((one) => ({
    name: one.DBInstanceIdentifier,
    ...(one.DBInstanceStatus == null ? {} : { status: one.DBInstanceStatus }),
    ...(one.DBInstanceClass == null ? {} : { size: one.DBInstanceClass }),
    ...(one.DBClusterIdentifier == null ? {} : { cluster: one.DBClusterIdentifier }),
    ...(one.AllocatedStorage == null ? {} : { storageGiB: one.AllocatedStorage }),
    replicas: [
      ...(one.ReadReplicaDBInstanceIdentifiers ?? []),
      ...found.flatMap((other) =>
        other.ReadReplicaSourceDBInstanceIdentifier === one.DBInstanceIdentifier ? [other.DBInstanceIdentifier] : [],
      ),
    ],
  }));
};

/** What a key is called by: a statement without its literals, with them, or a wait. */
const named = ['db.sql_tokenized.statement', 'db.sql.statement', 'db.wait_event.name'] as const;

/** What loads a database most, by statement or by wait: the first key of a Performance Insights answer. */
export const topKey = (answer: unknown): { name: string; total: number } | undefined => {
  const keys = Keys.safeParse(answer).data?.Keys ?? [];
  const [first] = keys.toSorted((a, b) => b.Total - a.Total);
  const [name] = named.flatMap((dimension) => first?.Dimensions[dimension] ?? []);
  return first === undefined || name === undefined ? undefined : { name, total: first.Total };
};

/** The instance that a replica follows: it makes the changes. An instance that is no known replica stands for itself. */
export const replicated = (name: string, instances: readonly RdsInstance[]): string =>
  instances.find(({ replicas }) => replicas.includes(name))?.name ?? name;
