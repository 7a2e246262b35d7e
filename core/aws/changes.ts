import { CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { changesOf } from '../evidence/cloudtrail.ts';
import type { Period } from '../evidence/ports.ts';
import type { ChangeReader } from '../evidence/sources.ts';
import type { ClientConfig } from './client-config.ts';
import { pagesOf } from './pages.ts';

/** Waits between `from` and `to` milliseconds. */
export type Pause = (from: number, to: number) => Promise<unknown>;

/** Two pages a name, and in all what the pauses let through. */
const bounds = { pages: 2, ms: 15_000 };
const pageSize = 50;
/**
 * An account may look up twice a second in a region, whoever asks.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const [leastPauseMs, mostPauseMs] = [550, 700];
/**
 * How late an event may become visible: "typically within an average of about 5 minutes", 15 with some margin.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html
 */
const lagMs = 15 * 60_000;
/** Requests longer than this are read without what was asked for, and what comes after all that, too. */
const maxDetailCharacters = 64_000;
const maxTotalCharacters = 1_000_000;

/** The events, the newest with the record inside as long as those fit; the others still tell who did what to what. */
const bounded = (events: readonly Event[]): Event[] => {
  let total = 0;
  return events.map((event) => {
    const { length } = event.CloudTrailEvent ?? '';
    total += length;
    if (length <= maxDetailCharacters && total <= maxTotalCharacters) return event;
    const { CloudTrailEvent: _left, ...rest } = event;
    return rest;
  });
};

/** `ecs.amazonaws.com` is an API; whatever else is the name of a resource. Not every API tells CloudTrail its resources. */
const attributeOf = (name: string) => ({
  AttributeKey: /^[a-z0-9-]+\.amazonaws\.com$/.test(name) ? ('EventSource' as const) : ('ResourceName' as const),
  AttributeValue: name,
});

/**
 * Changes from CloudTrail, one look-up after another and never two at once, at most two pages of 50 events a name. That it
 * lags is always a gap, with the time up to which it is complete. Throws `ServiceRefused`, `NotPermitted` or `ServiceUnavailable`.
 */
export const cloudTrailChanges = (client: Pick<CloudTrailClient, 'send'>, pause: Pause): ChangeReader => ({
  lookUp: async (names, { from, to }: Period) => {
    const found = new Map<string, Event>();
    const cut: string[] = [];
    let calls = 0;
    for (const name of names) {
      const { items, complete } = await pagesOf('cloudtrail LookupEvents', bounds, async (next, abortSignal) => {
        if (calls > 0) await pause(leastPauseMs, mostPauseMs);
        calls += 1;
        const command = new LookupEventsCommand({
          LookupAttributes: [attributeOf(name)],
          StartTime: from,
          EndTime: to,
          MaxResults: pageSize,
          ...(next === undefined ? {} : { NextToken: next }),
        });
        const { Events = [], NextToken } = await client.send(command, { abortSignal });
        return { items: Events, next: NextToken };
      });
      for (const event of items) found.set(event.EventId ?? `${found.size}`, event);
      if (!complete) cut.push(`changes of ${name}: only the newest ${items.length} events were read`);
    }
    const { changes, unreadable } = changesOf(bounded([...found.values()]));
    const unknown = unreadable === 0 ? [] : [`changes: ${unreadable} events have an unknown form`];
    const until = new Date(to.getTime() - lagMs).toISOString();
    const lag = `changes: CloudTrail may lag 15 minutes and is complete up to ${until} only`;
    return { found: changes, gaps: [...cut, ...unknown, lag] };
  },
});

/** A client of its own: whoever loads this file gets no more of the SDK than this call. */
export const openChanges = (config: ClientConfig, pause: Pause): ChangeReader =>
  cloudTrailChanges(new CloudTrailClient(config), pause);
