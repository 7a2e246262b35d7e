import { alarmPeriodSeconds, alarmStateAt } from './alarms.ts';
import { connectionsAt, mostConnections } from './database-connections.ts';
import { type Database, freeBytesAt } from './database.ts';
import type { AlarmFacts } from './state-change.ts';

/** The alarms fire below a tenth of the storage, and above nine tenths of the connections, that the instance was made with. */
const leastFree = ({ spec }: Database): number => (spec.storageGiB / 10) * 1024 ** 3;
const manyConnections = ({ spec }: Database): number => Math.floor(0.9 * mostConnections(spec.instanceClass));

/** The state of the alarm of an instance at `t`. */
export const databaseAlarmAt = (database: Database, t: Date): 'ALARM' | 'OK' => {
  const bad = {
    storage: (at: Date): boolean => freeBytesAt(database, at) < leastFree(database),
    connections: (at: Date): boolean => (connectionsAt(database, at) ?? 0) > manyConnections(database),
  };
  return alarmStateAt(bad[database.spec.trouble], t);
};

/** What the alarm of an instance watches, with the value it has at `at`. */
export const databaseAlarm = (database: Database, at: Date): AlarmFacts => {
  const { name, alarm, trouble, instanceClass } = database.spec;
  const about = { ...alarm, periodSeconds: alarmPeriodSeconds };
  const metric = { namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: name } };
  if (trouble === 'storage') {
    return {
      ...about,
      description: `${name} is running out of storage`,
      metrics: [{ ...metric, name: 'FreeStorageSpace' }],
      statistic: 'Minimum',
      datapoints: 1,
      threshold: leastFree(database),
      alarmsWhen: 'less',
      bad: freeBytesAt(database, at),
      good: freeBytesAt(database, at),
    };
  }
  const most = mostConnections(instanceClass);
  return {
    ...about,
    description: `More than ${manyConnections(database)} of ${most} connections of ${name} are in use`,
    metrics: [{ ...metric, name: 'DatabaseConnections' }],
    statistic: 'Maximum',
    datapoints: 3,
    threshold: manyConnections(database),
    bad: connectionsAt(database, at) ?? most,
    good: connectionsAt(database, at) ?? 0,
  };
};
