import { type Resource, resourceKey } from '../../../incident/resource.ts';
import type { Fact, Finding } from '../../facts.ts';
import { type Complaints, complaintsOf } from './database-complaints.ts';
import { askedPort } from './database-ports.ts';
import { saidLine } from './database-words.ts';
import { type Database, databaseOf, databasesOf } from './databases.ts';
import type { Detector, Seen } from '../detector.ts';
import { type WorkloadNames, workloadNames } from '../workload-names.ts';

type Context = { seen: Seen; names: WorkloadNames; databases: readonly Database[]; all: readonly Complaints[] };

const isDatabase = ({ databases }: Context, workload: Resource): boolean =>
  databases.some((database) => resourceKey(database.workload) === resourceKey(workload));

/** True when a container of the workload does not run or is not ready now. */
const isFailing = ({ names }: Context, workload: Resource): boolean =>
  names
    .podsOf(workload)
    .some(({ status }) =>
      (status.containerStatuses ?? []).some(({ ready, state }) => ready === false || state?.waiting != null),
    );

const isServing = ({ names }: Context, database: Database): boolean =>
  names
    .podsOf(database.workload)
    .some(
      ({ status }) =>
        status.containerStatuses == null || status.containerStatuses.every(({ ready }) => ready !== false),
    );

/** Faults of the database: told of it, by its own lines or by those of its clients. */
const ofDatabase = (context: Context, complaint: Complaints['complaint'], fact: Fact, what: string): Finding[] => {
  const byDatabase = new Map<
    string,
    { database: Resource; own: number; clients: string[]; said: string; pointer: string }
  >();
  for (const { workload, lines, pointer } of context.all.filter((one) => one.complaint === complaint)) {
    const own = isDatabase(context, workload);
    const database = own
      ? workload
      : databaseOf(context.seen, context.names, context.databases, workload, lines)?.workload;
    // A database that does not run in the cluster is not here to be named; its client is the nearest that is.
    const about = database ?? workload;
    const key = resourceKey(about);
    const known = byDatabase.get(key) ?? {
      database: about,
      own: 0,
      clients: [],
      said: saidLine(lines[0] ?? ''),
      pointer,
    };
    byDatabase.set(key, {
      ...known,
      own: known.own + (own ? lines.length : 0),
      clients: own ? known.clients : [...known.clients, workload.name],
    });
  }
  return [...byDatabase.values()].map(({ database, own, clients, said, pointer }) => ({
    fact,
    summary: `${database.name} ${what}: ${clients.length === 0 ? 'its own lines say' : `${clients.length} clients (${clients.slice(0, 3).join(', ')}) are told`}: ${said}`,
    resource: database,
    data: { clients: clients.length, own },
    strength: own + clients.length > 1 ? 0.95 : 0.9,
    pointer,
  }));
};

/** With more clients than this it is not one client's setting that is wrong. */
const fewClients = 3;

const denied = (context: Context): Finding[] => {
  const clients = context.all.filter(
    ({ complaint, workload }) => complaint === 'credentials' && !isDatabase(context, workload),
  );
  return clients.map(({ workload, lines, pointer }) => ({
    fact: 'database_denies_client',
    summary: `${workload.name} is refused by its database: ${saidLine(lines[0] ?? '')}`,
    resource: workload,
    data: { lines: lines.length, clients: clients.length },
    strength: isFailing(context, workload) ? (clients.length > fewClients ? 0.75 : 0.95) : 0.6,
    pointer,
  }));
};

/** Others are called by a plain address, whose faults are those of any Service. */
const sqlEngines: ReadonlySet<string> = new Set(['mysql', 'postgresql', 'oracle', 'sqlserver']);

const wrongPort = (context: Context): Finding[] => {
  const clients = context.all.filter(
    ({ complaint, workload }) =>
      complaint === 'unreachable' && !isDatabase(context, workload) && isFailing(context, workload),
  );
  return clients.flatMap(({ workload, lines, pointer }): Finding[] => {
    const database = databaseOf(context.seen, context.names, context.databases, workload, lines);
    if (database !== undefined && !sqlEngines.has(database.engine)) return [];
    const port =
      database === undefined ? undefined : askedPort(context.seen.cluster, context.names, workload, database, lines);
    const offered = database !== undefined && port !== undefined && database.ports.size > 0 && database.ports.has(port);
    const mismatch = database !== undefined && port !== undefined && database.ports.size > 0 && !offered;
    // When all clients fail, or the database itself does, no client's port is the reason.
    if (
      !mismatch &&
      (offered || clients.length > fewClients || (database !== undefined && !isServing(context, database)))
    )
      return [];
    const at = database === undefined ? '' : ` ${database.workload.name}`;
    const ports = mismatch ? ` at port ${port}, which offers ${[...(database?.ports ?? [])].join(', ')}` : '';
    return [
      {
        fact: 'database_port_wrong',
        summary: `${workload.name} does not reach its database${at}${ports}, which others reach: ${saidLine(lines[0] ?? '')}`,
        resource: workload,
        data: { lines: lines.length, ...(port === undefined ? {} : { port }) },
        strength: mismatch ? 0.95 : clients.length === 1 ? 0.85 : 0.7,
        pointer,
      },
    ];
  });
};

/** Databases that turn clients away, and clients that ask them wrongly. */
export const databaseFaults: Detector = (seen) => {
  const names = workloadNames(seen.cluster);
  const all = complaintsOf(seen, names);
  if (all.length === 0) return [];
  const context = { seen, names, databases: databasesOf(seen.cluster), all };
  return [
    ...ofDatabase(context, 'connections', 'database_connections_exhausted', 'has no free connection'),
    ...ofDatabase(context, 'read_only', 'database_read_only', 'accepts no writes'),
    ...denied(context),
    ...wrongPort(context),
  ];
};
