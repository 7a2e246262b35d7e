import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Points } from '../../core/evidence/metrics/points.ts';

export type Window = { from: Date; to: Date };
/** A metric with the moments at which people saw an anomaly, and the windows around them. */
export type LabelledSeries = { name: string; points: Points; labels: Date[]; windows: Window[] };

/** `2026-11-20 10:05:00`, maybe with a fraction; such files mean UTC. */
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/, 'expected a time like 2026-11-20 10:05:00')
  .transform((text) => new Date(`${text.slice(0, 19).replace(' ', 'T')}Z`));
const Labels = z.record(z.string(), z.array(time));
const Windows = z.record(z.string(), z.array(z.tuple([time, time])));
const Row = z.tuple([
  time,
  z
    .string()
    .regex(/^\s*[-+\d.]/)
    .transform(Number)
    .pipe(z.number()),
]);

class Unreadable extends Error {}

/**
 * Every series that `labels.json` of a folder names, as `<name>` or `<name>.gz` (CSV: `timestamp,value`), with its windows
 * from `windows.json`; or what is wrong with the folder, in one line.
 */
export const readLabelledSeries = (
  folder: string,
): { kind: 'read'; series: LabelledSeries[] } | { kind: 'wrong'; message: string } => {
  try {
    const labels = readJson(join(folder, 'labels.json'), Labels);
    const windows = readJson(join(folder, 'windows.json'), Windows);
    const series = Object.entries(labels).map(([name, moments]) => ({
      name,
      points: pointsOf(join(folder, name)),
      labels: moments,
      windows: (windows[name] ?? []).map(([from, to]) => ({ from, to })),
    }));
    return series.length === 0
      ? { kind: 'wrong', message: `${folder}: no series in labels.json` }
      : { kind: 'read', series };
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'wrong', message: error.message };
    throw error;
  }
};

const readFile = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Unreadable(`${file}: expected a readable file`, { cause });
  }
};

const readJson = <T>(file: string, schema: z.ZodType<T>): T => {
  const parsed = schema.safeParse(jsonOf(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Unreadable(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
};

const jsonOf = (file: string): unknown => {
  try {
    return JSON.parse(readFile(file).toString('utf8'));
  } catch (cause) {
    if (cause instanceof Unreadable) throw cause;
    throw new Unreadable(`${file}: expected JSON`, { cause });
  }
};

const unzipped = (file: string): Buffer => {
  const packed = readFile(file);
  try {
    return gunzipSync(packed);
  } catch (cause) {
    throw new Unreadable(`${file}: expected a gzip file`, { cause });
  }
};

const pointsOf = (path: string): Points => {
  const file = existsSync(path) ? path : `${path}.gz`;
  const text = (file === path ? readFile(file) : unzipped(file)).toString('utf8');
  const points = text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line, place) => {
      const row = Row.safeParse(line.split(','));
      if (!row.success)
        throw new Unreadable(`${file}: line ${place + 2}: expected timestamp,value, found "${line.slice(0, 60)}"`);
      return { at: row.data[0], value: row.data[1] };
    });
  return points.toSorted((a, b) => a.at.getTime() - b.at.getTime());
};
