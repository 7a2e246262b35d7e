import type { Fact, Finding } from '../facts.ts';
import { type RdsEvent, rdsEvents, rdsInstances, replicated } from './described.ts';

/**
 * What the message of an event means; the first row that fits. Messages are those of
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html and of the engines they quote.
 */
const rows: readonly { message: RegExp; fact: Fact }[] = [
  {
    message:
      /(?:ran out of|exhausted|insufficient|critically low|low).{0,30}storage|storage.{0,40}(?:exhausted|full|(?:getting|critically|is) low)|storage[- ]full|no space left/i,
    fact: 'rds_storage_exhausted',
  },
  {
    message:
      /too many (?:connections|clients)|remaining connection slots|max_connections|connection (?:limit|slots?).{0,30}(?:reached|exceeded|exhausted)/i,
    fact: 'rds_connections_exhausted',
  },
  {
    message:
      /\bfail(?:ed)?[- ]?over\b|promoted to (?:primary|writer)|host replacement|recovery of the (?:db|database) instance/i,
    fact: 'rds_failed_over',
  },
  { message: /replica(?:tion)?\b.{0,60}(?:lag|behind)|lag.{0,40}replica/i, fact: 'rds_replica_behind' },
];

/** Routine: nothing that an engineer would be called for. */
const routine =
  /\b(?:backup|snapshot)\b.{0,60}(?:start|creat|complet|finish|success|delet)|finished applying|maintenance|needs? to be rebooted/i;

const factOf = ({ message, categories }: RdsEvent): Fact | undefined => {
  const row = rows.find((candidate) => candidate.message.test(message));
  if (row !== undefined) return row.fact;
  if (categories.includes('low storage')) return 'rds_storage_exhausted';
  if (categories.includes('failover')) return 'rds_failed_over';
  return categories.includes('backup') || routine.test(message) ? undefined : 'rds_event';
};

/** What RDS reported since, told of the instance; of several reports of one fact the first is when it began. */
export const rdsEventFindings = (described: Readonly<Record<string, unknown>>, since: Date): Finding[] => {
  const instances = rdsInstances(described);
  return rdsEvents(described)
    .filter(({ at }) => at >= since)
    .flatMap((event): Finding[] => {
      const fact = factOf(event);
      if (fact === undefined) return [];
      return [
        {
          fact,
          summary: `RDS event of ${event.instance}: ${event.message}`,
          resource: {
            kind: 'DBInstance',
            name: fact === 'rds_replica_behind' ? replicated(event.instance, instances) : event.instance,
          },
          time: event.at.toISOString(),
          data: { categories: event.categories.join(', ') },
          pointer: `aws.json rds:DescribeEvents ${event.instance} ${event.at.toISOString()}`,
        },
      ];
    });
};
