import { DescribeDimensionKeysCommand, PIClient } from '@aws-sdk/client-pi';
import { DescribeDBInstancesCommand, DescribeEventsCommand, RDSClient } from '@aws-sdk/client-rds';
import { orGap } from '../evidence/gather/or-gap.ts';
import type { Period } from '../evidence/ports.ts';
import type { Answers, DatabaseObserver } from '../evidence/sources.ts';
import type { ClientConfig } from './client-config.ts';
import { calling, callingUnless } from './errors.ts';
import { pagesOf } from './pages.ts';

type Clients = { rds: Pick<RDSClient, 'send'>; pi: Pick<PIClient, 'send'> };

const bounds = { pages: 3, ms: 10_000 };
const pageSize = 100;
/** The load that matters is that of now; more keys than these are noise. */
const loadMs = 15 * 60_000;
const mostKeys = 5;

/** What the load is counted by, and under which name the answer is known. Statements without their literals: those may be anything. */
const groups = [
  { answer: 'pi:DescribeDimensionKeys', group: 'db.sql_tokenized' },
  { answer: 'pi:DescribeDimensionKeys#db.wait_event', group: 'db.wait_event' },
] as const;

const eventsOf = async ({ rds }: Clients, instance: string, { from, to }: Period) => {
  const { items, complete } = await pagesOf('rds DescribeEvents', bounds, async (next, abortSignal) => {
    const command = new DescribeEventsCommand({
      SourceType: 'db-instance',
      SourceIdentifier: instance,
      StartTime: from,
      EndTime: to,
      MaxRecords: pageSize,
      ...(next === undefined ? {} : { Marker: next }),
    });
    const { Events = [], Marker } = await rds.send(command, { abortSignal });
    return { items: Events, next: Marker };
  });
  const gaps = complete ? [] : [`events of ${instance}: only the first ${items.length} were read`];
  return { found: { 'rds:DescribeEvents': { Events: items } }, gaps };
};

const loadOf = async ({ pi }: Clients, resourceId: string, to: Date): Promise<Answers> => {
  const found = groups.map(async ({ answer, group }) => {
    const command = new DescribeDimensionKeysCommand({
      ServiceType: 'RDS',
      Identifier: resourceId,
      StartTime: new Date(to.getTime() - loadMs),
      EndTime: to,
      Metric: 'db.load.avg',
      GroupBy: { Group: group, Limit: mostKeys },
      MaxResults: mostKeys,
    });
    const { Keys = [] } = await calling('pi DescribeDimensionKeys', () =>
      pi.send(command, { abortSignal: AbortSignal.timeout(bounds.ms) }),
    );
    return [answer, { Keys }] as const;
  });
  return Object.fromEntries(await Promise.all(found));
};

const describe = async ({ rds }: Clients, instance: string) => {
  const command = new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance });
  const answer = await callingUnless('DBInstanceNotFoundFault', 'rds DescribeDBInstances', () =>
    rds.send(command, { abortSignal: AbortSignal.timeout(bounds.ms) }),
  );
  return answer?.DBInstances?.find(({ DBInstanceIdentifier }) => DBInstanceIdentifier === instance);
};

/**
 * An RDS instance as it describes itself, what it reported in the period, and what loaded it in the last quarter of an hour by
 * statement and by wait. No such instance, and Performance Insights that is off or cannot be read, are gaps. Throws
 * `ServiceRefused`, `NotPermitted` or `ServiceUnavailable`.
 */
export const rdsObserver = (clients: Clients): DatabaseObserver => ({
  about: async (instance, period) => {
    const [found, events] = await Promise.all([describe(clients, instance), eventsOf(clients, instance, period)]);
    if (found === undefined)
      return { found: events.found, gaps: [...events.gaps, `database ${instance}: there is none`] };
    const described = { 'rds:DescribeDBInstances': { DBInstances: [found] }, ...events.found };
    if (found.PerformanceInsightsEnabled !== true || found.DbiResourceId === undefined) {
      return { found: described, gaps: [...events.gaps, `load of ${instance}: Performance Insights is not enabled`] };
    }
    const resourceId = found.DbiResourceId;
    // The load adds to what RDS tells; that it cannot be read takes nothing from that.
    const load = await orGap<Answers>(`load of ${instance}`, {}, async () => ({
      found: await loadOf(clients, resourceId, period.to),
      gaps: [],
    }));
    return { found: { ...described, ...load.found }, gaps: [...events.gaps, ...load.gaps] };
  },
});

/** Clients of their own: whoever loads this file gets no more of the SDK than these calls. */
export const openDatabaseObserver = (config: ClientConfig): DatabaseObserver =>
  rdsObserver({ rds: new RDSClient(config), pi: new PIClient(config) });
