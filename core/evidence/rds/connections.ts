import type { Alarm } from '../../incident/alarm.ts';
import type { Finding } from '../facts.ts';
import type { Measured } from '../gathered.ts';
import { rdsEvents } from './described.ts';

/** `469 of 500`, `95% of max_connections`: a limit that somebody states. */
const stated = /(\d+) of (\d+)|(\d{2,3}(?:\.\d+)?) ?% of (?:max_connections|its? limit|the limit)/i;
/** What clients are told by an engine that has no connection left: PostgreSQL, MySQL and MariaDB, Oracle, SQL Server. */
const refused =
  /remaining connection slots|too many clients|too many connections|ORA-000(?:18|20)|maximum number of (?:processes|sessions|connections)/i;

/** A level that climbed by a third and does not move any more has hit something. */
const climb = 1.3;
const flat = 0.03;
const recentPoints = 5;
/** The share of the limit from which on clients are about to be refused. */
const nearLimit = 0.9;

const limitIn = (texts: readonly string[]): number | undefined => {
  for (const text of texts) {
    const [, used, of] = stated.exec(text) ?? [];
    if (used !== undefined && of !== undefined && Number(of) >= Number(used)) return Number(of);
  }
  return undefined;
};

/** How sure it is that a level of connections is the limit; 0 where nothing says so. */
const sureness = (values: readonly number[], limit: number | undefined, texts: readonly string[]): number => {
  const recent = values.slice(-recentPoints);
  const [lowest, highest] = [Math.min(...recent), Math.max(...recent)];
  if (limit !== undefined) return highest >= limit * nearLimit ? 0.95 : 0;
  const climbed = lowest >= climb * Math.min(...values) && highest - lowest <= flat * highest;
  if (texts.some((text) => refused.test(text))) return climbed ? 0.9 : 0.75;
  return climbed ? 0.6 : 0;
};

/**
 * Instances whose connections are at their limit, as far as an event, the alarm or the shape of the series tells where that
 * limit is. The alarm's text counts for the instance it is about only.
 */
export const connectionFindings = (
  metrics: readonly Measured[],
  described: Readonly<Record<string, unknown>>,
  alarm: Pick<Alarm, 'metrics' | 'reason' | 'description'>,
): Finding[] =>
  metrics.flatMap((series): Finding[] => {
    const name = series.dimensions['DBInstanceIdentifier'];
    const last = series.points.at(-1);
    if (series.name !== 'DatabaseConnections' || name === undefined || last === undefined) return [];
    const isAlarmed = alarm.metrics.some(({ dimensions }) => dimensions['DBInstanceIdentifier'] === name);
    const texts = [
      ...rdsEvents(described).flatMap(({ instance, message }) => (instance === name ? [message] : [])),
      ...(isAlarmed ? [alarm.reason, alarm.description ?? ''] : []),
    ];
    const limit = limitIn(texts.filter((text) => /connection/i.test(text)));
    const sure = sureness(
      series.points.map(({ value }) => value),
      limit,
      texts,
    );
    if (sure === 0 || (limit === undefined && !isAlarmed)) return [];
    const of = limit === undefined ? '' : ` of ${limit}`;
    return [
      {
        fact: 'rds_connections_exhausted',
        summary: `${name} has ${Math.round(last.value)}${of} connections in use and takes no more`,
        resource: { kind: 'DBInstance', name },
        time: last.at.toISOString(),
        strength: sure,
        data: { connections: Math.round(last.value), ...(limit === undefined ? {} : { limit }) },
        pointer: `metrics.json AWS/RDS DatabaseConnections ${name}`,
      },
    ];
  });
