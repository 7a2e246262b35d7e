import type { EngineClock } from '../../local/engine/clock.ts';
import type { Random } from '../../local/engine/random.ts';
import type { Chances } from './chances.ts';
import type { MishapOf } from './mishap.ts';

/** What fails together, by the first part of the names of its calls. */
const services: Readonly<Record<string, readonly string[]>> = {
  Bedrock: ['model'],
  SNS: ['notices'],
  DynamoDB: ['table', 'once'],
  KMS: ['link', 'proof', 'signer'],
  S3: ['audit', 'claims'],
  SSM: ['switches'],
  STS: ['session', 'spoke'],
  CloudWatch: ['metrics', 'logs', 'alarms', 'alarmHistory'],
  providers: ['readers', 'kubernetes', 'ecs', 'databases', 'access'],
};

/** A function that does not even start: a broken deployment, no memory, no concurrency left. */
export const downFunction = (name: string): string => `function ${name}`;
const functions = [
  'analyzer',
  'proposer',
  'notifier',
  'executor',
  'validator',
  'rollback',
  'timekeeper',
  'auditor',
  'approval-api',
].map(downFunction);

/** Those by which most steps fail come more often than the others. */
const names = [
  ...Object.keys(services),
  'CloudWatch',
  'CloudWatch',
  'STS',
  'STS',
  'DynamoDB',
  'KMS',
  ...functions,
  downFunction('rollback'),
];
/** Within the time in which an incident is worked on. */
const withinMs = 25 * 60_000;
const longestMs = 3_600_000;
const shortestMs = 5000;
/** A function is started again for minutes: a shorter time is hardly noticed. */
const shortestOfFunctionMs = 120_000;

/** Most are short: every length between the shortest and an hour is as likely as its double. */
const draw = (random: Random): Omit<MishapOf<'outage'>, 'of' | 'number'> => {
  const where = names[random.int(names.length)] ?? 'SNS';
  const shortest = functions.includes(where) ? shortestOfFunctionMs : shortestMs;
  return {
    where,
    from: random.int(random.chance(0.5) ? 120_000 : withinMs),
    ms: Math.round(shortest * (longestMs / shortest) ** random.next()),
  };
};

/** Whether every call of a port fails at this moment, because its service does; or every start of a function. */
export const outages = (
  chances: Chances,
  clock: EngineClock,
  likely: number,
): ((port: string) => boolean) | undefined => {
  const random = chances.source('outage', 'any', 0);
  const drawn = random?.chance(likely) === true ? [{ of: 'outage' as const, number: 0, ...draw(random) }] : [];
  const all = random === undefined ? chances.all('outage') : drawn;
  if (all.length === 0) return undefined;
  const begin = clock.now().getTime();
  const met = new Set<MishapOf<'outage'>>();
  return (what) => {
    const at = clock.now().getTime() - begin;
    const down = all.find(
      ({ where, from, ms }) => at >= from && at < from + ms && (where === what || services[where]?.includes(what)),
    );
    if (down === undefined) return false;
    if (!met.has(down)) chances.happened(down);
    met.add(down);
    return true;
  };
};
