import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { Answers } from '../../core/evidence/sources.ts';
import type { DatabaseWriter } from '../../core/remediation/rds/port.ts';
import { databaseAlarm, databaseAlarmAt } from './database-alarm.ts';
import { connectionsAt, databaseCpuAt } from './database-connections.ts';
import { type Database, type DatabaseSpec, freeBytesAt, instanceAt } from './database.ts';
import { type Served, servedMetrics } from './served-metrics.ts';
import { stateChange } from './state-change.ts';
import type { Subject, Workload } from './world.ts';

const dimensions = ({ spec }: Database) => ({ DBInstanceIdentifier: spec.name });

/** Names, dimensions and units as RDS publishes them ("Amazon CloudWatch metrics for Amazon RDS"). */
const served: Record<string, Served<Database>> = {
  'AWS/RDS/FreeStorageSpace': { dimensions, sample: (database, _from, to) => freeBytesAt(database, to) },
  'AWS/RDS/DatabaseConnections': { dimensions, sample: (database, from) => connectionsAt(database, from) },
  'AWS/RDS/CPUUtilization': { dimensions, sample: (database, from) => databaseCpuAt(database, from) },
};

const subjectOf = (database: Database): Subject => ({
  name: database.spec.name,
  alarm: database.spec.alarm,
  alarmAt: (t) => databaseAlarmAt(database, t),
  alarmEvent: (state, at) => stateChange(databaseAlarm(database, at), state, at),
});

/** RDS reports storage as low from here on (RDS-EVENT-0089). */
const lowPercent = 10;

/** What RDS tells of an instance: how it is, and that its storage is low as long as it is. */
const toldOf = (database: Database, t: Date): Answers => {
  const { id, status, storageGiB } = instanceAt(database, t);
  const free = Math.round((100 * freeBytesAt(database, t)) / (storageGiB * 1024 ** 3));
  const event = {
    SourceIdentifier: id,
    SourceType: 'db-instance',
    Message: `The free storage capacity for DB instance ${id} is low at ${free}% of the provisioned storage.`,
    EventCategories: ['low storage'],
    Date: database.spec.since,
  };
  return {
    'rds:DescribeDBInstances': {
      DBInstances: [{ DBInstanceIdentifier: id, DBInstanceStatus: status, AllocatedStorage: storageGiB }],
    },
    'rds:DescribeEvents': { Events: free < lowPercent ? [event] : [] },
  };
};

/** RDS with these instances: a modification is accepted at once and made over minutes, one at a time. */
export const simulatedDatabases = (specs: readonly DatabaseSpec[], now: () => Date): Workload => {
  const databases: Database[] = specs.map((spec) => ({ spec, modifications: [] }));
  const find = (id: string): Database | undefined => databases.find(({ spec }) => spec.name === id);
  const rds: DatabaseWriter = {
    async get(id) {
      const database = find(id);
      return database === undefined ? undefined : instanceAt(database, now());
    },
    async modify(id, change) {
      const database = find(id);
      if (database === undefined) throw new PreconditionFailed(`there is no instance ${id}`);
      const { status } = instanceAt(database, now());
      if (status !== 'available') throw new PreconditionFailed(`instance ${id} is ${status}`);
      database.modifications.push({ at: now(), change });
    },
  };
  return {
    subjects: databases.map(subjectOf),
    metrics: servedMetrics(served, databases, now),
    readers: { rds: { get: rds.get } },
    writers: { rds },
    databaseAt: (name, t) => {
      const database = find(name);
      return database === undefined ? undefined : toldOf(database, t);
    },
  };
};
