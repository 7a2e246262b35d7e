import type { Resource } from '../../../incident/resource.ts';
import type { Cluster } from '../cluster.ts';
import { configurationOf, type Database, mentions } from './databases.ts';
import type { WorkloadNames } from '../workload-names.ts';

const portKey = /(?:MYSQL|MARIADB|POSTGRES|PG|DB|DATABASE|DATASOURCE|SQL|MONGO|REDIS|ORACLE)[A-Z_.-]*PORT$/i;
/** `host:3307`, `host', 'port': 3307`, `host" (10.0.0.7), port 3307`, `host;Port=3307`. */
const portAfter = /^[\w.-]*['"]?(?::|[^\n]{0,40}?\bport\W{1,5})(\d{2,5})\b/i;

const inText = (text: string, database: Database): number | undefined => {
  const names = [database.workload.name, ...database.services.map(({ metadata }) => metadata.name)];
  const addresses = database.services.flatMap(({ spec: { clusterIP } }) =>
    clusterIP == null || clusterIP === 'None' ? [] : [clusterIP],
  );
  for (const name of [...names, ...addresses]) {
    const at = text.indexOf(name);
    if (at < 0) continue;
    const port = portAfter.exec(text.slice(at + name.length))?.[1];
    if (port !== undefined) return Number(port);
  }
  return undefined;
};

/** The port at which a client looks for a database: by its configuration, else by its own lines. */
export const askedPort = (
  cluster: Cluster,
  names: WorkloadNames,
  client: Resource,
  database: Database,
  lines: readonly string[],
): number | undefined => {
  const spec = names.podsOf(client)[0]?.spec;
  const config = spec === undefined ? new Map<string, string>() : configurationOf(cluster, client.namespace, spec);
  for (const [key, value] of config) {
    if (mentions(value, database)) {
      const port = inText(value, database);
      if (port !== undefined) return port;
    }
    if (portKey.test(key) && /^\d{2,5}$/.test(value)) return Number(value);
  }
  return lines.map((line) => inText(line, database)).find((port) => port !== undefined);
};
