import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, Gathered, Measured } from '../../core/evidence/gathered.ts';
import type { LogLine } from '../../core/evidence/ports.ts';
import { describedEcs } from './ecs.ts';

const seriesOf = ({ points, yesterday = [], ...series }: Measured) => {
  const all = [...yesterday, ...points];
  return { ...series, timestamps: all.map(({ at }) => at.toISOString()), values: all.map(({ value }) => value) };
};

const logRecord = ({ at, group = '', stream, message }: LogLine): string =>
  JSON.stringify({ timestamp: at.getTime(), logGroup: group, logStream: stream, message });

const eventOf = ({ id, at, name, source, by, resources, parameters }: Change) => ({
  EventId: id,
  EventName: name,
  ReadOnly: 'false',
  EventTime: at.toISOString(),
  EventSource: source,
  Username: by,
  Resources: resources.map((resource) => ({ ResourceType: resource.type, ResourceName: resource.name })),
  CloudTrailEvent: JSON.stringify({ requestParameters: parameters ?? null }),
});

/** Each file of the bundle that has something in it, as text. */
const filesOf = (alarm: object, gathered: Gathered): [name: string, text: string][] => {
  const { metrics, logs, changes, objects, ecs, described, topology, probes, runtime } = gathered;
  const aws = { ...described, ...describedEcs(ecs) };
  const json = (name: string, there: boolean, value: unknown): [string, string][] =>
    there ? [[name, JSON.stringify(value)]] : [];
  return [
    ['alarm.json', JSON.stringify(alarm)],
    ...json('metrics.json', metrics.length > 0, { series: metrics.map(seriesOf) }),
    ...(logs.length === 0 ? [] : [['logs.ndjson', `${logs.map(logRecord).join('\n')}\n`] satisfies [string, string]]),
    ...json('changes.json', changes.length > 0, { Events: changes.map(eventOf) }),
    ...json('kubernetes.json', objects.length > 0, { apiVersion: 'v1', kind: 'List', items: objects }),
    ...json('aws.json', Object.keys(aws).length > 0, aws),
    ...json('topology.json', topology !== undefined, topology),
    ...json('probes.json', probes.length > 0, probes),
    ...json('runtime.json', runtime.length > 0, { findings: runtime }),
  ];
};

/** Writes an incident as a replay bundle: the alarm as delivered and everything that was read about it, unscreened. */
export const writeBundle = (dir: string, alarm: object, gathered: Gathered): void => {
  mkdirSync(dir, { recursive: true });
  for (const [name, text] of filesOf(alarm, gathered)) writeFileSync(join(dir, name), text);
};
