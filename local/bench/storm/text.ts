import { table } from '../table.ts';
import type { Storm } from './play.ts';

const count = (names: readonly string[]): [string, number][] => {
  const sums = new Map<string, number>();
  for (const name of names) sums.set(name, (sums.get(name) ?? 0) + 1);
  return [...sums].toSorted((a, b) => b[1] - a[1]);
};
const listed = (sums: readonly (readonly [string, number])[]): string =>
  sums.map(([name, number]) => `${number} ${name}`).join(', ');
const whole = (value: number): string => Math.round(value).toLocaleString('en');

/** `share` of the sorted values are no greater. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

const delay = (name: string, sorted: readonly number[]): string[] => [
  name,
  whole(sorted.length),
  percentile(sorted, 0.5).toFixed(1),
  percentile(sorted, 0.99).toFixed(1),
];

/** The figures of a storm, for a person. */
export const stormText = (storm: Storm): string => {
  const { taken, table: requests, model, runs, firstNotice } = storm;
  const perAlarm = (value: number): string => (value / taken.deliveries).toFixed(2);
  return `${whole(storm.arrivals)} alarms within a minute, ${whole(taken.deliveries)} deliveries, ${whole(storm.statuses.length)} incidents
  alarms     ${listed([...taken.tally].toSorted((a, b) => b[1] - a[1]))}; ${taken.buried} in the dead-letter queue
             ${taken.retried} attempts were repeated by Lambda
  incidents  ${listed(count(storm.statuses))}; the last one ended after ${storm.minutes.toFixed(1)} minutes
  model      ${model.calls} calls, ${model.usd.toFixed(2)} USD; ${model.overBudget} incidents were over the budget and left to the rules
  audit      ${whole(storm.auditRecords)} records
  runs       ${runs.most} at once at most, ${runs.waited} waited for a place

${table(
  ['notices', 'singly', 'digests'],
  [...storm.perRecipient].map(([to, sums]) => [to, String(sums.notices), String(sums.digests)]),
)}
${whole(storm.gathered)} notices were gathered

${table(
  ['seconds from alarm to first notice', 'incidents', 'median', 'p99'],
  [
    delay('to a person, by a notice or a digest', firstNotice.atAll),
    delay('to a person, singly', firstNotice.people),
    delay('to programs', firstNotice.programs),
  ],
)}
of virtual time: calls take what is assumed of them in local/bench/storm/account.ts, starts of functions are left out

${table(
  ['DynamoDB', 'in all', 'per delivered alarm'],
  [
    ['reads', whole(requests.reads), perAlarm(requests.reads)],
    ['transactions', whole(requests.writes), perAlarm(requests.writes)],
    ['of them lost to somebody faster', whole(requests.lost), perAlarm(requests.lost)],
    ['idempotency requests', whole(requests.once), perAlarm(requests.once)],
    ['write units', whole(requests.writeUnits), perAlarm(requests.writeUnits)],
  ],
)}
hottest partition ${requests.hottest.key}: ${requests.hottest.units} write units in a second, of 1,000 that one bears
largest item ${requests.largestItem.key}: ${whole(requests.largestItem.bytes)} bytes, of 409,600

${whole(storm.arrivals / storm.seconds)} alarms/s of this machine, ${storm.seconds.toFixed(1)} s for the whole storm; heap ${whole(storm.peakHeap / 2 ** 20)} MB at most, the table and everything sent in it
${storm.problems.length === 0 ? 'every alarm is accounted for, every budget held' : storm.problems.map((one) => `WRONG: ${one}`).join('\n')}
`;
};
