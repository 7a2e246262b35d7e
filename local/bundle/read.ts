import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { changesOf } from '../../core/evidence/cloudtrail.ts';
import { type Gathered, nothing } from '../../core/evidence/gathered.ts';
import type { LogLine } from '../../core/evidence/ports.ts';
import type { Alarm } from '../../core/incident/alarm.ts';
import { normalizeAlarms } from '../../core/incident/normalize/normalize.ts';
import { issueLine } from '../../core/policy/parse-file.ts';
import { jsonPosition } from '../cli/json-position.ts';
import { ecsOf } from './ecs.ts';
import {
  AwsFile,
  ChangesFile,
  FindingAlarmFile,
  KubernetesFile,
  LogRecord,
  MetricsFile,
  ProbesFile,
  RuntimeFile,
  TopologyFile,
} from './files.ts';

export type Bundle = { kind: 'bundle'; alarm: Alarm; gathered: Gathered } | { kind: 'wrong'; message: string };

/** More than any recorded incident has; a directory of something else is not read into memory. */
const maxBytes = 256 * 1024 * 1024;

/** What is wrong with a file, as the one line that is shown. */
class BadFile extends Error {
  override readonly name = 'BadFile';
}

const textOf = (dir: string, name: string): string | undefined => {
  const file = join(dir, name);
  if (!existsSync(file)) return undefined;
  const { size } = statSync(file);
  if (size > maxBytes) throw new BadFile(`${file}: expected at most ${maxBytes} bytes, found ${size}`);
  return readFileSync(file, 'utf8');
};

const jsonOf = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadFile(`${file}: expected JSON, it stops being JSON at ${jsonPosition(text)}`);
  }
};

const parsed = <T>(schema: z.ZodType<T>, file: string, value: unknown): T => {
  const result = schema.safeParse(value);
  if (!result.success) throw new BadFile(`${file}: ${issueLine(result.error, value)}`);
  return result.data;
};

const fileOf = <T>(schema: z.ZodType<T>, dir: string, name: string): T | undefined => {
  const text = textOf(dir, name);
  const file = join(dir, name);
  return text === undefined ? undefined : parsed(schema, file, jsonOf(file, text));
};

const alarmOf = (dir: string): Alarm => {
  const file = join(dir, 'alarm.json');
  const text = textOf(dir, 'alarm.json');
  if (text === undefined) throw new BadFile(`${file}: expected the alarm event of the bundle; there is no such file`);
  const event = jsonOf(file, text);
  const ofFindings = FindingAlarmFile.safeParse(event);
  if (ofFindings.success) return ofFindings.data.detail;
  const [first, ...more] = normalizeAlarms(event);
  if (first?.kind === 'unknown') throw new BadFile(`${file}: ${first.problem}`);
  if (first === undefined || more.length > 0) {
    throw new BadFile(`${file}: expected one alarm, found ${more.length + (first === undefined ? 0 : 1)}`);
  }
  return first.alarm;
};

const logsOf = (dir: string): LogLine[] | undefined => {
  const text = textOf(dir, 'logs.ndjson');
  const file = join(dir, 'logs.ndjson');
  return text?.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const { timestamp, logGroup, logStream, message } = parsed(
      LogRecord,
      `${file}:${index + 1}`,
      jsonOf(`${file}:${index + 1}`, line),
    );
    return [{ at: new Date(timestamp), group: logGroup, stream: logStream, message }];
  });
};

const metricsOf = (dir: string): Gathered['metrics'] | undefined =>
  fileOf(MetricsFile, dir, 'metrics.json')?.series.map(({ timestamps, values, unit, ...series }) => ({
    ...series,
    ...(unit === undefined ? {} : { unit }),
    points: timestamps.flatMap((at, index) => {
      const value = values[index];
      return value == null ? [] : [{ at, value }];
    }),
  }));

const gatheredOf = (dir: string): Gathered => {
  const described = fileOf(AwsFile, dir, 'aws.json') ?? {};
  const changes = fileOf(ChangesFile, dir, 'changes.json');
  const topology = fileOf(TopologyFile, dir, 'topology.json');
  const looked = changes === undefined ? undefined : changesOf(changes.Events);
  const gaps =
    looked === undefined || looked.unreadable === 0 ? [] : [`${looked.unreadable} changes have an unknown form`];
  return {
    ...nothing,
    metrics: metricsOf(dir) ?? [],
    logs: logsOf(dir) ?? [],
    changes: looked?.changes ?? [],
    objects: fileOf(KubernetesFile, dir, 'kubernetes.json')?.items ?? [],
    described,
    ecs: ecsOf(described),
    probes: fileOf(ProbesFile, dir, 'probes.json') ?? [],
    runtime: fileOf(RuntimeFile, dir, 'runtime.json')?.findings ?? [],
    ...(topology === undefined ? {} : { topology }),
    gaps,
  };
};

/** A replay bundle: a directory with alarm.json and whatever else was recorded. What is wrong is one line. */
export const readBundle = (dir: string): Bundle => {
  try {
    if (!existsSync(dir) || !statSync(dir).isDirectory()) {
      throw new BadFile(`${dir}: expected a directory with alarm.json; there is none`);
    }
    return { kind: 'bundle', alarm: alarmOf(dir), gathered: gatheredOf(dir) };
  } catch (error) {
    if (error instanceof BadFile) return { kind: 'wrong', message: error.message };
    throw error;
  }
};
