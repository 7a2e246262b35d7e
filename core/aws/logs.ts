import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilteredLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogLine, LogReader } from '../evidence/ports.ts';
import { calling } from './errors.ts';

/** A sparse filter gives empty pages with a token: ten pages are a second or two, then what was found must do. */
const maxPages = 10;
/** What FilterLogEvents takes as `limit`. */
const maxLimit = 10_000;
const maxTotalBytes = 1_000_000;
const maxLineCharacters = 8_000;

const toLine = ({ timestamp, logStreamName, message }: FilteredLogEvent): LogLine[] =>
  timestamp === undefined || message === undefined
    ? []
    : [{ at: new Date(timestamp), stream: logStreamName ?? '', message: message.slice(0, maxLineCharacters) }];

/** The newest lines, in order of time, that fit into both bounds. */
const newest = (lines: readonly LogLine[], limit: number): LogLine[] => {
  const ascending = lines.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let bytes = 0;
  const first = ascending.findLastIndex((line, index) => {
    bytes += Buffer.byteLength(line.message, 'utf8');
    return bytes > maxTotalBytes || index < ascending.length - limit;
  });
  return ascending.slice(first + 1);
};

/**
 * Log lines from CloudWatch Logs, the newest of the period first asked for: at most `limit` lines, 1 MB in all, 8,000
 * characters a line, ten pages. Throws `ServiceRefused` (no such group, wrong pattern), `NotPermitted` or
 * `ServiceUnavailable`.
 */
export const cloudWatchLogs = (client: Pick<CloudWatchLogsClient, 'send'>): LogReader => ({
  search: async ({ group, filter, limit, from, to }) => {
    const wanted = Math.max(1, Math.min(limit, maxLimit));
    const found: LogLine[] = [];
    let next: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const command = new FilterLogEventsCommand({
        logGroupName: group,
        startTime: from.getTime(),
        endTime: to.getTime(),
        startFromHead: false,
        limit: wanted,
        ...(filter === undefined ? {} : { filterPattern: filter }),
        ...(next === undefined ? {} : { nextToken: next }),
      });
      const { events = [], nextToken } = await calling('logs FilterLogEvents', () => client.send(command));
      found.push(...events.flatMap(toLine));
      next = nextToken;
      if (next === undefined || found.length >= wanted) break;
    }
    const lines = newest(found, wanted);
    return { lines, complete: next === undefined && lines.length === found.length };
  },
});
