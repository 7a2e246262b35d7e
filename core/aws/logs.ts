import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilteredLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogLine, LogReader, Period } from '../evidence/ports.ts';
import { type Page, pagesOf } from './pages.ts';

/** A sparse filter gives empty pages with a token: ten pages are a second or two, then what was found must do. */
const bounds = { pages: 10, ms: 15_000 };
/** What FilterLogEvents takes as `limit`. */
const maxLimit = 10_000;
const maxTotalBytes = 1_000_000;
const maxLineCharacters = 8_000;
/** Into so many parts is cut what is older than the newest lines, and of each part the newest lines are the sample. */
const mostParts = 6;

type Query = { group: string; filter?: string } & Period;
type Found = { lines: LogLine[]; complete: boolean };

const toLine = ({ timestamp, logStreamName, message }: FilteredLogEvent): LogLine[] =>
  timestamp === undefined || message === undefined
    ? []
    : [{ at: new Date(timestamp), stream: logStreamName ?? '', message: message.slice(0, maxLineCharacters) }];

/** The newest lines, in order of time, that fit into both bounds. */
const newest = (lines: readonly LogLine[], limit: number, maxBytes: number): LogLine[] => {
  const ascending = lines.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let bytes = 0;
  const first = ascending.findLastIndex((line, index) => {
    bytes += Buffer.byteLength(line.message, 'utf8');
    return bytes > maxBytes || index < ascending.length - limit;
  });
  return ascending.slice(first + 1);
};

/** The lines of a period, the newest first asked for, until there are `limit` of them or `pages` were read. */
const search = async (
  client: Pick<CloudWatchLogsClient, 'send'>,
  { group, filter, from, to }: Query,
  limit: number,
  pages: number,
): Promise<Found> => {
  let lines = 0;
  let left: string | undefined;
  const asked = { ...bounds, pages };
  const { items, complete } = await pagesOf(
    'logs FilterLogEvents',
    asked,
    async (next, abortSignal): Promise<Page<LogLine>> => {
      const command = new FilterLogEventsCommand({
        logGroupName: group,
        startTime: from.getTime(),
        endTime: to.getTime(),
        startFromHead: false,
        limit,
        ...(filter === undefined ? {} : { filterPattern: filter }),
        ...(next === undefined ? {} : { nextToken: next }),
      });
      const { events = [], nextToken } = await client.send(command, { abortSignal });
      const found = events.flatMap(toLine);
      lines += found.length;
      left = nextToken;
      return { items: found, next: lines >= limit ? undefined : nextToken };
    },
  );
  return { lines: items, complete: complete && left === undefined };
};

/** Equal parts of a period without its end; both ends of a search are inside it. */
const partsOf = ({ from, to }: Period, count: number): Period[] => {
  const length = (to.getTime() - from.getTime()) / count;
  const border = (index: number): number => Math.round(from.getTime() + index * length);
  return Array.from({ length: count }, (_, index) => ({
    from: new Date(border(index)),
    to: new Date(border(index + 1) - 1),
  }));
};

/**
 * Log lines from CloudWatch Logs, at most `limit` in all, 1 MB together, 8,000 characters each. Where there are more, half are
 * the newest and the others the newest of six equal parts of the time before: what began long ago is seen, too. Throws
 * `ServiceRefused` (no such group, wrong pattern), `NotPermitted` or `ServiceUnavailable`.
 */
export const cloudWatchLogs = (client: Pick<CloudWatchLogsClient, 'send'>): LogReader => ({
  search: async ({ limit, ...query }) => {
    const most = Math.max(1, Math.min(limit, maxLimit));
    const found = await search(client, query, most, bounds.pages);
    const lines = newest(found.lines, most, maxTotalBytes);
    if (found.complete && lines.length === found.lines.length) return { lines, complete: true };
    const recent = newest(lines, Math.ceil(most / 2), maxTotalBytes / 2);
    const oldest = recent[0]?.at;
    // Where ten pages held nothing, there is nothing to take a sample of.
    if (oldest === undefined || oldest <= query.from) return { lines: recent, complete: false };
    const before = { from: query.from, to: oldest };
    const parts = partsOf(before, Math.min(mostParts, Math.floor(most / 2)));
    const share = Math.floor(most / 2 / parts.length);
    const earlier = await Promise.all(
      parts.map(async (part) => {
        const { lines: sampled } = await search(client, { ...query, ...part }, share, 1);
        return newest(sampled, share, maxTotalBytes / 2 / parts.length);
      }),
    );
    return { lines: [...earlier.flat(), ...recent], complete: false };
  },
});
