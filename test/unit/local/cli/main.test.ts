import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../../../local/cli/main.ts';
import { scenarios } from '../../../../local/scenarios/catalogue.ts';
import { decideByLink } from '../../../../local/run/decide-by-link.ts';
import { watchedToTheEnd } from '../../../support/watched-to-the-end.ts';

const dir = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(dir, { recursive: true }));
const fileOf = (name: string, content: string): string => {
  writeFileSync(join(dir, name), content);
  return join(dir, name);
};

const start = async (argv: readonly string[], heard: (text: string) => void = () => undefined, root = '.') => {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main({
    argv,
    out: (text) => {
      out.push(text);
      heard(text);
    },
    err: (text) => void err.push(text),
    isTerminal: false,
    root,
    now: () => new Date('2026-03-02T02:10:00.000Z'),
  });
  return { code, out: out.join(''), err: err.join('') };
};

const unmatched = JSON.stringify({
  version: '0',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  region: 'eu-central-1',
  resources: ['arn:aws:cloudwatch:eu-central-1:123456789012:alarm:queue-too-long'],
  detail: {
    alarmName: 'queue-too-long',
    state: { value: 'ALARM', reason: 'Threshold Crossed', timestamp: '2026-03-02T02:09:00.000+0000' },
    configuration: {
      metrics: [
        {
          id: 'm1',
          metricStat: {
            metric: {
              namespace: 'AWS/SQS',
              name: 'ApproximateNumberOfMessagesVisible',
              dimensions: { QueueName: 'q' },
            },
            period: 60,
            stat: 'Maximum',
          },
          returnData: true,
        },
      ],
    },
  },
});

describe('npm start', () => {
  it('lists the scenarios in order, each with its end', async () => {
    const { code, out } = await start(['--list']);
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines.map((line) => line.split(/\s+/).slice(0, 2))).toEqual(
      scenarios.map(({ name, ends, decision }) => [name, ends[decision.kind]]),
    );
    const columns = lines.map((line, n) => line.indexOf(scenarios[n]?.description ?? '?'));
    expect(new Set(columns).size).toBe(1);
  });

  it('explains its flags', async () => {
    expect(await start(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--no-decision') });
  });

  it('prints one JSON document and nothing else, and writes the report it is told to', async () => {
    const report = join(dir, 'report.md');
    const flags = ['--approve', 'alice', '--fast', '--json', '--memory', '--reason', 'go', '--report', report];
    const { code, out, err } = await start(flags);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      incident: { status: 'resolved', resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' } },
      diagnosis: { kind: 'diagnosed', source: 'rules', causes: [{ category: 'oom_killed' }] },
      proposal: {
        actions: [
          { after: { 'containers.app.limits.memory': '1Gi' }, undo: 'restore' },
          { before: { minReplicas: 2 }, after: { minReplicas: 3 } },
        ],
        risk: 'low',
        expected: 'pod stable, p99 < 200 ms',
      },
      approval: { status: 'approved', decisions: [{ by: 'alice', reason: 'go' }] },
      journal: [{ status: 'succeeded', prior: { 'containers.app.limits.memory': '512Mi' } }, { status: 'succeeded' }],
      validation: { outcome: 'verified' },
      audit: { verified: true },
    });
    const written = readFileSync(report, 'utf8');
    expect(written).toMatch(/^# Incident report: payments, resolved\n/);
    expect(written).toContain('`containers.app.limits.memory` from `512Mi` to `1Gi`');
    expect(written).not.toContain('NOT WHAT WAS RECORDED');
    expect(written.match(/ is what step \d+ recorded/g)).toHaveLength(7);
    expect(written).toMatch(/step \d+ holds the digest of this proof; reason: “go”/);
  });

  it('waits for a person, whatever the clock could jump over, and ends as they decide', async () => {
    let used = false;
    const { code, out, err } = await start(['--fast', '--memory', '--scenario', 'expired'], (text) => {
      const [link] = /http:\S+/.exec(text) ?? [];
      if (link === undefined || used) return;
      used = true;
      // A clock that does not stand still jumps over the 15 minutes in this time.
      setTimeout(() => void decideByLink(link, 'reject', 'not tonight').then(() => watchedToTheEnd(link)), 500);
    });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('rejected by alice: not tonight');
    expect(out).toMatch(/Ended +rejected/);
    expect(out).toMatch(/Audit +\d+ records, signed heads: 1, verified/);
  });

  it('follows a decision that is not the scenario’s own', async () => {
    const { code, out } = await start(['--no-decision', '--fast', '--memory']);
    expect(code).toBe(0);
    expect(out).toMatch(/Ended +expired after 15:00/);
  });

  it('ends an alarm without a runbook as a report that says what is missing', async () => {
    const file = fileOf('unmatched.json', unmatched);
    const { code, out } = await start(['--event', file, '--fast', '--json', '--memory']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      incident: {
        status: 'report_only',
        alarm: 'queue-too-long',
        reason: expect.stringContaining('layers/policy/runbooks'),
      },
      proposal: null,
      approval: null,
      journal: [],
      validation: null,
    });
  });

  it('names the alarm of a recorded event, not that of the simulated workload', async () => {
    const { out } = await start(['--event', fileOf('named.json', unmatched), '--fast', '--memory', '--no-decision']);
    expect(out).toContain('alarm queue-too-long fires');
  });

  it.each([
    ['Resources: [', /^start: template\.yaml: not a template: .+ at line \d+, column \d+\n$/],
    ['Resources: {}', /^start: template\.yaml: expected one AWS::Pipes::Pipe, found 0\n$/],
    ['Resources: 1', /^start: template\.yaml: .*Resources\n$/],
  ])('says in one line what is wrong with template.yaml: %s', async (text, line) => {
    const root = mkdtempSync(join(dir, 'root-'));
    cpSync('layers', join(root, 'layers'), { recursive: true });
    writeFileSync(join(root, 'template.yaml'), text);
    const { code, out, err } = await start(['--approve', 'alice', '--fast', '--memory'], undefined, root);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(line);
  });

  it.each([
    [['--approve', 'dave', '--fast'], '--approve dave: no such approver'],
    [['--reject', 'carol', '--fast'], '--reject carol: carol is a viewer'],
    [['--report', 'report.txt'], '--report report.txt: expected a file that ends in .md or .html, found .txt'],
    [['--report', 'README.md'], '--report README.md: expected a new file, found one that is there'],
    [['--report', 'nowhere/report.md'], '--report nowhere/report.md: expected a directory at nowhere'],
    [['--scenario', 'nope'], 'expected one of: eks-oomkilled, rejected'],
    [['--event', 'none.json'], '--event none.json: expected a JSON file'],
    [['--frobnicate'], "Unknown option '--frobnicate'"],
    [
      ['--endpoint-url', 'http://127.0.0.1:1'],
      'no emulator has what eks-oomkilled plays in; expected one of: eni-failover, ecs-cpu-overload, ecs-bad-deploy',
    ],
    [
      ['--endpoint-url', 'http://127.0.0.1:1', '--scenario', 'ecs-bad-deploy', '--approve', 'alice'],
      '--endpoint-url http://127.0.0.1:1: expected an AWS emulator that answers sts GetCallerIdentity',
    ],
  ])('answers %j with one line and exit 2', async (argv, message) => {
    const { code, out, err } = await start(argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('says which port is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    try {
      const { code, out, err } = await start(['--port', port, '--fast', '--memory']);
      expect([code, out]).toEqual([2, '']);
      expect(err).toBe(
        `start: --port: port ${port} on 127.0.0.1 is in use; choose another one or stop what listens there\n`,
      );
    } finally {
      server.close();
    }
  });
});
