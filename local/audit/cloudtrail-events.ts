import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { Wrong } from './wrong.ts';

/**
 * What we use of an event record:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const EventRecord = z.object({
  eventID: z.string(),
  eventTime: z.iso.datetime(),
  eventSource: z.string(),
  eventName: z.string(),
  readOnly: z.boolean().nullish(),
  errorCode: z.string().nullish(),
  userIdentity: z
    .object({
      arn: z.string().nullish(),
      sessionContext: z.object({ sourceIdentity: z.string().nullish() }).nullish(),
    })
    .nullish(),
  requestParameters: z.unknown().optional(),
});
export type EventRecord = z.infer<typeof EventRecord>;

/** A log file, and the answer of `aws cloudtrail lookup-events`, whose records are texts. */
const LogFile = z.object({ Records: z.array(z.unknown()) });
const Lookup = z.object({ Events: z.array(z.object({ CloudTrailEvent: z.string() })) });

const parse = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Wrong(`${file}: expected JSON of CloudTrail, found something else`);
  }
};

/** Log files of CloudTrail are far smaller; what unfolds to more was not made by it. */
const mostBytes = 256 * 1024 * 1024;

const textOf = (file: string): string => {
  const bytes = readFileSync(file);
  try {
    return (file.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes).toString('utf8');
  } catch {
    throw new Wrong(`${file}: expected a log file that gzip made, found something else`);
  }
};

const recordsIn = (file: string): EventRecord[] => {
  const document = parse(file, textOf(file));
  const log = LogFile.safeParse(document);
  const lookup = Lookup.safeParse(document);
  if (!log.success && !lookup.success) {
    throw new Wrong(`${file}: expected "Records" of a CloudTrail log file or "Events" of lookup-events, found neither`);
  }
  const records = log.success
    ? log.data.Records
    : (lookup.data?.Events ?? []).map(({ CloudTrailEvent }) => parse(file, CloudTrailEvent));
  return records.map((record, n) => {
    const parsed = EventRecord.safeParse(record);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new Wrong(`${file}: record ${n + 1}: ${issue?.path.join('.')}: ${issue?.message}`);
  });
};

/** Digests of CloudTrail lie beside its log files and hold no events. */
const isLogFile = (name: string): boolean => /\.json(?:\.gz)?$/.test(name) && !name.includes('CloudTrail-Digest');

/** Every event in a file or below a folder, each once. Throws `Wrong` for what is none. */
export const readEvents = (path: string): EventRecord[] => {
  if (!existsSync(path)) throw new Wrong(`--events ${path}: there is no such file or folder`);
  const files = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter(isLogFile)
        .toSorted()
        .map((name) => join(path, name))
        .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    : [path];
  return [...new Map(files.flatMap(recordsIn).map((record) => [record.eventID, record])).values()];
};
