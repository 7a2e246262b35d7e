import * as z from 'zod';
import type { Change } from './gathered.ts';

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html; times are dates in the SDK, text in a
 * file.
 */
const Event = z.object({
  EventId: z.string(),
  EventName: z.string(),
  EventTime: z.union([z.date(), z.iso.datetime().transform((text) => new Date(text))]),
  EventSource: z.string(),
  Username: z.string().nullish(),
  /** Text in the API. */
  ReadOnly: z.string().nullish(),
  Resources: z.array(z.object({ ResourceType: z.string().nullish(), ResourceName: z.string().nullish() })).nullish(),
  CloudTrailEvent: z.string().nullish(),
});

/**
 * The record inside, as JSON text:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const Detail = z.object({
  requestParameters: z.unknown().optional(),
  errorCode: z.string().nullish(),
  readOnly: z.boolean().nullish(),
});

const detailOf = (text: string | null | undefined): z.infer<typeof Detail> | undefined => {
  if (text == null) return undefined;
  try {
    return Detail.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/**
 * The changes in a LookupEvents answer, in order of time: calls that succeeded and were not read-only. Also how many events
 * have an unknown form.
 */
export const changesOf = (events: readonly unknown[]): { changes: Change[]; unreadable: number } => {
  const parsed = events.map((event) => Event.safeParse(event));
  const changes = parsed.flatMap(({ data }): Change[] => {
    if (data === undefined || data.ReadOnly === 'true') return [];
    const detail = detailOf(data.CloudTrailEvent);
    if (detail?.readOnly === true || detail?.errorCode != null) return [];
    return [
      {
        id: data.EventId,
        at: data.EventTime,
        name: data.EventName,
        source: data.EventSource,
        by: data.Username ?? 'unknown',
        resources: (data.Resources ?? []).flatMap(({ ResourceType, ResourceName }) =>
          ResourceName == null ? [] : [{ name: ResourceName, ...(ResourceType == null ? {} : { type: ResourceType }) }],
        ),
        ...(detail?.requestParameters == null ? {} : { parameters: detail.requestParameters }),
      },
    ];
  });
  return {
    changes: changes.toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    unreadable: parsed.filter(({ success }) => !success).length,
  };
};
