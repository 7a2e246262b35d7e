import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../../local/cli/arguments.ts';

const run = (...argv: string[]) => {
  const parsed = parseArguments(argv);
  if (parsed.kind !== 'run') throw new Error(`expected a run, found ${JSON.stringify(parsed)}`);
  return parsed.options;
};

describe('the flags of npm start', () => {
  it('runs eks-oomkilled for a person in the browser when nothing is said', () => {
    expect(run()).toEqual({
      story: { kind: 'scenario', name: 'eks-oomkilled' },
      decision: undefined,
      reason: 'scripted decision',
      fast: false,
      json: false,
      memory: false,
      keep: false,
      port: 0,
    });
  });

  it.each([
    [['--scenario', 'drifted'], { story: { kind: 'scenario', name: 'drifted' } }],
    [['--event', 'a.json'], { story: { kind: 'event', file: 'a.json' } }],
    [['--approve', 'alice'], { decision: { kind: 'approve', by: ['alice'] } }],
    [
      ['--approve', 'bob', '--approve=alice', '--approve', 'bob'],
      { decision: { kind: 'approve', by: ['bob', 'alice'] } },
    ],
    [
      ['--reject', 'bob', '--reason', 'not at night'],
      { decision: { kind: 'reject', by: 'bob' }, reason: 'not at night' },
    ],
    [['--no-decision'], { decision: { kind: 'none' } }],
    [['--approve', 'alice', '--release', 'bob'], { release: 'bob' }],
    [['--fast', '--json', '--memory', '--port', '8080'], { fast: true, json: true, memory: true, port: 8080 }],
    [['--keep'], { keep: true, json: false }],
    [['--report', 'out.md'], { report: 'out.md' }],
    [['--endpoint-url', 'http://127.0.0.1:5000/'], { endpoint: { url: 'http://127.0.0.1:5000', seed: true } }],
    [
      ['--endpoint-url=http://localhost:4566', '--no-seed'],
      { endpoint: { url: 'http://localhost:4566', seed: false } },
    ],
  ])('reads %j', (argv, expected) => {
    expect(run(...argv)).toMatchObject(expected);
  });

  it.each([
    [['--list'], 'list'],
    [['--help'], 'help'],
    [['-h', '--list'], 'help'],
  ])('reads %j', (argv, kind) => {
    expect(parseArguments(argv)).toEqual({ kind });
  });

  it.each([
    [['--release', 'bob', '--reject', 'alice'], '--release and --reject exclude each other'],
    [['--release', 'bob', '--release', 'alice'], '--release may be given once'],
    [['--quick'], "Unknown option '--quick' (--help shows the flags)"],
    [['drifted'], "Unexpected argument 'drifted'"],
    [['--scenario'], '--scenario'],
    [['--fast=yes'], '--fast'],
    [['--scenario', 'drifted', '--event', 'a.json'], '--scenario and --event exclude each other: give one of them'],
    [['--keep', '--json'], '--keep and --json exclude each other'],
    [['--approve', 'alice', '--reject', 'bob'], '--approve and --reject exclude each other: give one of them'],
    [['--approve', 'alice', '--no-decision'], '--approve and --no-decision exclude each other: give one of them'],
    [['--reject', 'alice', '--reject', 'bob'], '--reject may be given once'],
    [['--scenario', 'a', '--scenario', 'b'], '--scenario may be given once'],
    [['--report', 'a.md', '--report', 'b.md'], '--report may be given once'],
    [['--port', 'http'], '--port must be a number from 0 to 65535, found http'],
    [['--port', '70000'], '--port must be a number from 0 to 65535, found 70000'],
    [['--no-seed'], '--no-seed needs --endpoint-url'],
    [['--endpoint-url', 'sample'], '--endpoint-url sample: expected a URL such as http://127.0.0.1:5000'],
    [['--endpoint-url', 'http://a', '--endpoint-url', 'http://b'], '--endpoint-url may be given once'],
    [
      ['--endpoint-url', 'http://localhost:1', '--memory'],
      '--endpoint-url and --memory exclude each other: give one of them',
    ],
    [
      ['--endpoint-url', 'http://localhost:1', '--event', 'a.json'],
      '--endpoint-url and --event exclude each other: give one of them',
    ],
    [['--reason', ' '], '--reason must have 1 to 1000 characters'],
    [['--reason', 'x'.repeat(1001)], '--reason must have 1 to 1000 characters'],
  ])('answers %j with one line', (argv, message) => {
    const parsed = parseArguments(argv);
    expect(parsed).toMatchObject({ kind: 'wrong', message: expect.stringContaining(message) });
    if (parsed.kind === 'wrong') expect(parsed.message).not.toContain('\n');
  });
});
