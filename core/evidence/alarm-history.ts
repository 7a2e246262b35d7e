import * as z from 'zod';
import type { Alarm } from '../incident/alarm.ts';
import type { Resource } from '../incident/resource.ts';
import type { Finding } from './facts.ts';

/** Times are dates in the SDK and text in a recording. */
const time = z.union([z.date(), z.iso.datetime({ offset: true }).transform((text) => new Date(text))]);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html */
const Item = z.object({
  AlarmName: z.string(),
  Timestamp: time,
  HistoryItemType: z.literal('StateUpdate'),
  HistorySummary: z.string(),
});
const History = z.object({ AlarmHistoryItems: z.array(z.unknown()) });

/** `Alarm updated from OK to ALARM`. */
const update = /from (\w+) to (\w+)/;

/** Quiet for so long, it is another episode when it fires again. */
const calmMs = 30 * 60_000;
/** Fewer are a coming and going, not a flapping. */
const flapping = 3;

type Change = { at: Date; to: string };

const changesOf = (described: Readonly<Record<string, unknown>>, name: string): Change[] =>
  (History.safeParse(described['cloudwatch:DescribeAlarmHistory']).data?.AlarmHistoryItems ?? [])
    .flatMap((one) => Item.safeParse(one).data ?? [])
    .flatMap(({ AlarmName, Timestamp, HistorySummary }): Change[] => {
      const to = update.exec(HistorySummary)?.[2];
      return to === undefined || AlarmName !== name ? [] : [{ at: Timestamp, to }];
    })
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());

/** The times it fired that belong to the present trouble: between two of them it was never calm for long. */
const episodeOf = (changes: readonly Change[]): Date[] => {
  const fired: Date[] = [];
  let calmSince: Date | undefined;
  for (const { at, to } of changes) {
    if (to !== 'ALARM') {
      calmSince ??= at;
      continue;
    }
    if (calmSince !== undefined && at.getTime() - calmSince.getTime() > calmMs) fired.length = 0;
    calmSince = undefined;
    fired.push(at);
  }
  return fired;
};

/**
 * How often the alarm fired before, within what was read of its history (a day). One that flaps is a symptom since the first
 * time of the present episode: whatever is wrong was wrong then. One that fired once has no finding.
 */
export const alarmHistoryFindings = (
  described: Readonly<Record<string, unknown>>,
  { name, at }: Pick<Alarm, 'name' | 'at'>,
  resource: Resource,
): Finding[] => {
  const changes = changesOf(described, name).filter((change) => change.at <= new Date(at));
  const times = changes.filter(({ to }) => to === 'ALARM').length;
  const episode = episodeOf(changes);
  const [first] = episode;
  if (times < 2 || first === undefined) return [];
  const since = first.toISOString();
  const data = { alarm: name, times, timesInEpisode: episode.length, since };
  return episode.length >= flapping
    ? [
        {
          fact: 'alarm_flapping',
          summary: `alarm ${name} fired ${episode.length} times since ${since} and was never calm for long`,
          resource,
          time: since,
          data,
        },
      ]
    : [{ fact: 'alarm_recurring', summary: `alarm ${name} fired ${times} times within a day`, resource, data }];
};
