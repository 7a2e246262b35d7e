import type { Alarm } from '../../incident/alarm.ts';
import type { Finding } from '../facts.ts';
import type { Measured } from '../gathered.ts';
import { rdsEvents, topKey } from './described.ts';
import { shareOfLimit } from './share-of-limit.ts';

/** What clients are told by an engine that has no connection left: PostgreSQL, MySQL and MariaDB, Oracle, SQL Server. */
const refused =
  /remaining connection slots|too many clients|too many connections|ORA-000(?:18|20)|maximum number of (?:\d+ )?(?:user )?(?:processes|sessions|connections)|pools? (?:is |are )?exhausted/i;
/** Words for a count that stands at what it may be at most. */
const atMaximum = /(?:at|reached|hit|plateaued at) (?:the |its |their )?(?:\w+ )?(?:maximum|limit|max_connections)/i;
/** Sessions that hold a connection and wait for their client: PostgreSQL's name of that wait. */
const idleWait = /^(?:Client:)?ClientRead$|^idle/i;

/** A level that climbed by a third and does not move any more has hit something. */
const climb = 1.3;
const flat = 0.05;
const recentPoints = 5;
/** Twice as many sessions, most of which wait for their client: nobody gives them back. */
const leak = 2;
/** So much below its peak: the clients are gone. */
const calmer = 0.7;
/** The share of the limit from which on clients are about to be refused. */
const nearLimit = 0.9;

type Said = { limit?: number; share?: number };
/** The limit that a text states, or the highest share of it. */
const saidIn = (texts: readonly string[]): Said => {
  const said = texts.flatMap((text) => shareOfLimit(text) ?? []);
  const limit = said.find((one) => one.limit !== undefined)?.limit;
  if (limit !== undefined) return { limit };
  return said.length === 0 ? {} : { share: Math.max(...said.map(({ share }) => share)) };
};

/** How sure it is that a level of connections is the limit; 0 where nothing says so. */
const sureness = (
  values: readonly number[],
  { limit, share }: Said,
  texts: readonly string[],
  idle: boolean,
): number => {
  const recent = values.slice(-recentPoints);
  const [lowest, highest] = [Math.min(...recent), Math.max(...recent)];
  if (limit !== undefined) return highest >= limit * nearLimit ? 0.95 : 0;
  const isRefused = texts.some((text) => refused.test(text));
  if (share !== undefined && share < nearLimit && !isRefused) return 0;
  // A share is that of the moment it was written in: it holds as long as there are as many.
  if (share !== undefined && highest >= nearLimit * Math.max(...values)) return 0.9;
  const least = Math.min(...values);
  const climbed = lowest >= climb * least && highest - lowest <= flat * highest;
  // Clients that were refused once and are gone by now are history.
  if (isRefused) return highest < calmer * Math.max(...values) ? 0 : climbed ? 0.9 : 0.75;
  // A level that rises with the traffic of a morning looks the same: something else has to say that it is an end.
  if (climbed && texts.some((text) => atMaximum.test(text))) return 0.8;
  return idle && lowest >= leak * least ? 0.6 : 0;
};

/**
 * Instances whose connections are at their limit, as far as an event, the alarm or the shape of the series tells where that
 * limit is. The alarm's text counts for the instance it is about only.
 */
export const connectionFindings = (
  metrics: readonly Measured[],
  described: Readonly<Record<string, unknown>>,
  alarm: Pick<Alarm, 'metrics' | 'reason' | 'description' | 'state'>,
): Finding[] =>
  metrics.flatMap((series): Finding[] => {
    const name = series.dimensions['DBInstanceIdentifier'];
    const last = series.points.at(-1);
    if (series.name !== 'DatabaseConnections' || name === undefined || last === undefined) return [];
    const isAlarmed =
      alarm.state !== 'OK' && alarm.metrics.some(({ dimensions }) => dimensions['DBInstanceIdentifier'] === name);
    const texts = [
      ...rdsEvents(described).flatMap(({ instance, message }) => (instance === name ? [message] : [])),
      ...(isAlarmed ? [alarm.reason, alarm.description ?? ''] : []),
    ];
    const said = saidIn(texts.filter((text) => /connection/i.test(text)));
    const { limit } = said;
    const idle = idleWait.test(topKey(described['pi:DescribeDimensionKeys#db.wait_event'])?.name ?? '');
    const sure = sureness(
      series.points.map(({ value }) => value),
      said,
      texts,
      idle,
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
