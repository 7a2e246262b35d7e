import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Gathered, nothing } from '../../../core/evidence/gathered.ts';
import { readBundle } from '../../../local/bundle/read.ts';
import { createRecorder, recordProblem } from '../../../local/bundle/recorder.ts';
import { main } from '../../../local/replay/main.ts';
import { arn, service } from '../../support/ecs.ts';
import { incident, later } from '../../support/incident.ts';

const event = JSON.parse(readFileSync('events/alarm-handler/eks-oomkilled.json', 'utf8')) as object;
const gathered: Gathered = {
  ...nothing,
  metrics: [
    {
      namespace: 'AWS/ECS',
      name: 'CPUUtilization',
      dimensions: { ClusterName: 'quay', ServiceName: 'basket' },
      stat: 'Average',
      periodSeconds: 60,
      points: [
        { at: later(0), value: 41.5 },
        { at: later(60), value: 99 },
      ],
    },
  ],
  logs: [{ at: later(5), group: '/quay', stream: 's', message: 'ERROR a\nb' }],
  changes: [
    {
      id: 'e-1',
      at: later(-60),
      name: 'UpdateService',
      source: 'ecs.amazonaws.com',
      by: 'erin',
      resources: [{ type: 'AWS::ECS::Service', name: 'basket' }],
      parameters: { desiredCount: 3 },
    },
  ],
  objects: [{ kind: 'Pod', metadata: { name: 'p', namespace: 'checkout' } }],
  ecs: [service(arn('basket', 42), { cluster: 'quay', service: 'basket' })],
  described: { 'rds:DescribeEvents': { Events: [] } },
  topology: { services: ['a', 'b'], edges: [{ from: 'a', to: 'b' }] },
  probes: [{ check: 'container-logs', pod: 'p', namespace: 'checkout', result: 'failed' }],
};

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bundle-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const record = (): string => {
  const recorder = createRecorder();
  const about = incident();
  recorder.hear({ kind: 'fired', at: later(0), alarm: about.alarm.name, event });
  recorder.onGathered(gathered, about);
  const to = join(dir, 'recorded');
  recorder.write(to, about.id);
  return to;
};
const replay = async (...argv: string[]) => {
  const said = { out: '', err: '' };
  const exit = await main({
    argv,
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    root: '.',
  });
  return { exit, ...said };
};

describe('a replay bundle', () => {
  it('is read as it was gathered', () => {
    const read = readBundle(record());
    const { described, ...rest } = gathered;
    expect(read).toMatchObject({ kind: 'bundle', gathered: { ...rest, described } });
  });

  it('is written to a new or an empty directory only', () => {
    expect(recordProblem(join(dir, 'new'))).toBeUndefined();
    expect(recordProblem(dir)).toBeUndefined();
    writeFileSync(join(dir, 'notes.txt'), '');
    expect(recordProblem(dir)).toBe(`--record ${dir}: expected a new or an empty directory, found 1 entries`);
    expect(recordProblem(join(dir, 'notes.txt'))).toMatch(/expected a directory, found a file$/);
  });

  it.each([
    [
      'metrics.json',
      '{"series":[{"namespace":"N"}]}',
      /metrics\.json: series\[0\]\.name: expected string, found nothing/,
    ],
    ['logs.ndjson', '{"timestamp":1}', /logs\.ndjson:1: logGroup: expected string, found nothing/],
    ['kubernetes.json', '{"items":', /kubernetes\.json: expected JSON, it stops being JSON at/],
    ['probes.json', '[{"check":"guess"}]', /probes\.json: \[0\]\.check: expected .+, found "guess"/],
    ['alarm.json', '{}', /alarm\.json: /],
  ])('with a wrong %s is one line and exit 2', async (file, text, line) => {
    const to = record();
    writeFileSync(join(to, file), text);
    const { exit, out, err } = await replay(to);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(line);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it.each([
    [[], /^replay: expected one <bundle-dir>, found 0/],
    [['a', 'b'], /^replay: expected one <bundle-dir>, found 2/],
    [['--jason', 'a'], /^replay: Unknown option '--jason'/],
    [['nowhere'], /^replay: nowhere: expected a directory with alarm\.json; there is none/],
  ])('is asked for with %j: exit 2', async (argv, line) => {
    const { exit, err } = await replay(...argv);
    expect(exit).toBe(2);
    expect(err).toMatch(line);
  });
});

describe('npm run replay', () => {
  it('tells evidence, diagnosis and proposal as one JSON document', async () => {
    const { exit, out } = await replay(record(), '--json');
    const document = JSON.parse(out) as Record<string, unknown>;
    expect(exit).toBe(0);
    expect(document).toMatchObject({
      diagnosis: { kind: 'diagnosed', source: 'rules' },
      approval: null,
      journal: [],
      validation: null,
      audit: null,
    });
  });

  it('says in words what it found, and that nothing could be told by 3', async () => {
    const to = join(dir, 'bare');
    const { alarm } = incident();
    const recorder = createRecorder();
    const [quiet] = [JSON.stringify(event).replaceAll('oom_killed', 'odd_metric')];
    recorder.hear({ kind: 'fired', at: later(0), alarm: alarm.name, event: JSON.parse(quiet ?? '{}') as object });
    recorder.onGathered(nothing, incident());
    recorder.write(to, incident().id);
    const { exit, out } = await replay(to);
    expect(exit).toBe(3);
    expect(out).toMatch(/Diagnosis {2}abstained by rules/);
  });
});
