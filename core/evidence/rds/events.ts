import type { Fact, Finding } from '../facts.ts';
import type { Measured } from '../gathered.ts';
import { type RdsEvent, type RdsInstance, rdsEvents, rdsInstances, replicated } from './described.ts';
import { hasPassed } from './passed.ts';
import { shareOfLimit } from './share-of-limit.ts';

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
      /too many (?:connections|clients)|remaining connection slots|(?:approach|reach|exceed|exhaust|hit|of).{0,20}max_connections|max_connections.{0,40}(?:reached|exceeded|exhausted)|connection (?:limit|slots?).{0,30}(?:reached|exceeded|exhausted)|connections?: \d+ of \d+/i,
    fact: 'rds_connections_exhausted',
  },
  {
    message:
      /\bfail(?:ed|ing)?[- ]?over\b|promot(?:ed|ing|ion).{0,40}\b(?:primary|writer|standby)|host replacement|recovery of the (?:db|database) instance|primary (?:host|instance).{0,60}(?:unhealthy|unreachable|unresponsive|loss of network)/i,
    fact: 'rds_failed_over',
  },
  {
    message: /replica(?:tion)?\b.{0,60}(?:lag|behind|stopped|terminated|error)|lag.{0,40}replica/i,
    fact: 'rds_replica_behind',
  },
];

/** Routine: nothing that an engineer would be called for. */
const routine =
  /\b(?:backup|snapshot)\b.{0,60}(?:start|creat|complet|finish|success|delet)|finished applying|maintenance|needs? to be rebooted/i;

/** A message with the words of a fault that says there is none, or none any more. */
const calm =
  /\b(?:no|not|without)\b[^.]{0,30}\b(?:fail-?over|required|needed|low|lag)\b|\bwithin (?:\w+ ){0,2}(?:limits?|bounds|range)|\b(?:is|are) (?:healthy|enabled|normal)\b|returned to normal|caught up|\bresolved\b|was tested/i;

/** Below this share of its limit nothing is short, whoever reports it: RDS itself warns of storage and connections later. */
const worthMention = 0.8;

const factOf = ({ message, categories }: RdsEvent): Fact | undefined => {
  if (calm.test(message)) return undefined;
  const share = /connection/i.test(message) ? shareOfLimit(message)?.share : undefined;
  if (share !== undefined && share < worthMention) return undefined;
  const row = rows.find((candidate) => candidate.message.test(message));
  if (row !== undefined) return row.fact;
  if (categories.includes('low storage')) return 'rds_storage_exhausted';
  if (categories.includes('failover')) return 'rds_failed_over';
  return categories.includes('backup') || routine.test(message) ? undefined : 'rds_event';
};

/** A cluster's report is told of its first instance that was described: that is what alarms are about. */
const instanceOf = (source: string, instances: readonly RdsInstance[]): string =>
  instances.some(({ name }) => name === source)
    ? source
    : (instances.find(({ cluster }) => cluster === source)?.name ?? source);

/**
 * What RDS reported since, told of the instance; of several reports of one fact the first is when it began. A report that
 * the metric it speaks of has left behind is history.
 */
export const rdsEventFindings = (
  described: Readonly<Record<string, unknown>>,
  metrics: readonly Measured[],
  since: Date,
): Finding[] => {
  const instances = rdsInstances(described);
  return rdsEvents(described)
    .filter(({ at }) => at >= since)
    .flatMap((event): Finding[] => {
      const fact = factOf(event);
      if (fact === undefined || hasPassed(fact, event.instance, metrics, instances)) return [];
      const instance = instanceOf(event.instance, instances);
      return [
        {
          fact,
          summary: `RDS event of ${event.instance}: ${event.message}`,
          resource: {
            kind: 'DBInstance',
            name: fact === 'rds_replica_behind' ? replicated(instance, instances) : instance,
          },
          time: event.at.toISOString(),
          data: { categories: event.categories.join(', ') },
          pointer: `aws.json rds:DescribeEvents ${event.instance} ${event.at.toISOString()}`,
        },
      ];
    });
};
