import { PreconditionFailed } from '../../core/remediation/errors.ts';
import type { Answers } from '../../core/evidence/sources.ts';
import type { DatabaseWriter } from '../../core/remediation/rds/port.ts';
import { alarmPeriodSeconds, alarmStateAt } from './alarms.ts';
import { type Database, type DatabaseSpec, freeBytesAt, instanceAt } from './database.ts';
import { type Served, servedMetrics } from './served-metrics.ts';
import { stateChange } from './state-change.ts';
import type { Subject, Workload } from './world.ts';

/** The alarm fires below a tenth of the storage that the instance was made with. */
const thresholdOf = ({ spec }: Database): number => (spec.storageGiB / 10) * 1024 ** 3;

const dimensions = ({ spec }: Database) => ({ DBInstanceIdentifier: spec.name });

/** Names, dimensions and units as RDS publishes them ("Amazon CloudWatch metrics for Amazon RDS"). */
const served: Record<string, Served<Database>> = {
  'AWS/RDS/FreeStorageSpace': { dimensions, sample: (database, _from, to) => freeBytesAt(database, to) },
};

const subjectOf = (database: Database): Subject => ({
  name: database.spec.name,
  alarm: database.spec.alarm,
  alarmAt: (t) => alarmStateAt((at) => freeBytesAt(database, at) < thresholdOf(database), t),
  alarmEvent: (state, at) =>
    stateChange(
      {
        ...database.spec.alarm,
        description: `${database.spec.name} is running out of storage`,
        metrics: [{ namespace: 'AWS/RDS', name: 'FreeStorageSpace', dimensions: dimensions(database) }],
        statistic: 'Minimum',
        periodSeconds: alarmPeriodSeconds,
        datapoints: 1,
        threshold: thresholdOf(database),
        alarmsWhen: 'less',
        bad: freeBytesAt(database, at),
        good: freeBytesAt(database, at),
      },
      state,
      at,
    ),
});

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
    'rds:DescribeEvents': { Events: freeBytesAt(database, t) < thresholdOf(database) ? [event] : [] },
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
