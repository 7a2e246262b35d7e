import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, describe, expect, it } from 'vitest';
import { deployedTarget, urlTarget } from '../../../../local/ops/deployed-target.ts';
import { embeddedTarget } from '../../../../local/ops/embedded-target.ts';
import { type RunningStack, writeStackFile } from '../../../../local/run/stack-file.ts';
import { ops } from '../../../support/ops-terminal.ts';
import { mockedClient } from '../../../support/mocked-client.ts';

const dir = mkdtempSync(join(tmpdir(), 'ops-'));
afterAll(() => rmSync(dir, { recursive: true }));
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const client = () => new CloudFormationClient({ region: 'eu-central-1', credentials: { ...credentials } });

describe('a deployed stack', () => {
  const cloud = mockedClient(CloudFormationClient);
  const stack = (outputs: Record<string, string>) => ({
    Stacks: [
      {
        StackName: 's',
        CreationTime: new Date(0),
        StackStatus: 'CREATE_COMPLETE' as const,
        Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
      },
    ],
  });

  it('is found by its outputs, with the credentials of whoever calls', async () => {
    cloud.on(DescribeStacksCommand, { StackName: 's' }).resolves(
      stack({
        ApprovalUrl: 'https://abc-vpce.execute-api.eu-central-1.amazonaws.com/live/',
        TableName: 't',
        SwitchPath: '/sovereign-ops/s',
        Other: 'x',
      }),
    );
    const target = await deployedTarget('s', client());
    expect(target).toMatchObject({
      heading: 'stack s in eu-central-1',
      url: 'https://abc-vpce.execute-api.eu-central-1.amazonaws.com/live',
      region: 'eu-central-1',
      switches: { tableName: 't', path: '/sovereign-ops/s' },
    });
    expect(await target.credentials()).toEqual(credentials);
  });

  it('of something else says which output is missing', async () => {
    cloud.on(DescribeStacksCommand).resolves(stack({ TableName: 't' }));
    await expect(deployedTarget('s', client())).rejects.toMatchObject({
      exit: 2,
      message: 'stack s in eu-central-1 has no output ApprovalUrl, SwitchPath: is it one of Sovereign Ops?',
    });
  });

  it('that does not exist says so in one line', async () => {
    cloud
      .on(DescribeStacksCommand)
      .rejects(Object.assign(new Error('Stack with id s\ndoes not exist'), { name: 'ValidationError' }));
    await expect(deployedTarget('s', client())).rejects.toMatchObject({
      exit: 1,
      message: 'stack s in eu-central-1: ValidationError: Stack with id s does not exist',
    });
  });

  it('is reached by its address alone, where its switches stay unknown', async () => {
    const target = await urlTarget('https://abc.execute-api.us-east-2.amazonaws.com/live/', client());
    expect(target).toMatchObject({ url: 'https://abc.execute-api.us-east-2.amazonaws.com/live', region: 'us-east-2' });
    expect(target).not.toHaveProperty('switches');
    for (const text of ['http://abc.example/live', 'abc', '/live']) {
      await expect(urlTarget(text, client())).rejects.toMatchObject({ exit: 2 });
    }
  });
});

const person = (id: string, role: string) => ({
  id,
  name: id,
  role,
  arn: `arn:${id}`,
  accessKeyId: `LOCAL${id}`,
  secretAccessKey: `secret of ${id}`,
});
const running = (change: Partial<RunningStack> = {}): RunningStack => ({
  url: 'http://127.0.0.1:1',
  stack: 'embedded',
  region: 'local',
  tableName: 't',
  switchPath: '/sovereign-ops/embedded',
  scenario: 'eks-oomkilled',
  pid: process.pid,
  startedAt: '2026-03-02T02:10:00.000Z',
  people: [person('carol', 'viewer'), person('alice', 'analyst'), person('bob', 'admin')],
  ...change,
});

describe('the stack on this machine', () => {
  it('tells of itself in a file that only this user reads, and takes only its own file away', () => {
    const file = join(dir, 'below', 'a.json');
    writeStackFile(file, running());
    const remove = writeStackFile(file, running({ scenario: 'drifted' }));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(dir, 'below')).mode & 0o777).toBe(0o700);
    const removeLater = writeStackFile(file, running({ scenario: 'expired' }));
    remove();
    expect(readFileSync(file, 'utf8')).toContain('expired');
    removeLater();
    removeLater();
    expect(() => statSync(file)).toThrow('ENOENT');
  });

  it('is asked as the first who may decide, or as whoever is named', async () => {
    const file = join(dir, 'b.json');
    writeStackFile(file, running());
    const target = embeddedTarget(file, undefined);
    expect(target.heading).toBe('stack on this machine (eks-oomkilled), as alice (alice, analyst)');
    expect(await embeddedTarget(file, 'bob').credentials()).toEqual({
      accessKeyId: 'LOCALbob',
      secretAccessKey: 'secret of bob',
    });
    expect(() => embeddedTarget(file, 'mallory')).toThrow('expected one of: carol, alice, bob');
  });

  it.each<[string, () => string, number, string]>([
    ['is not there', () => join(dir, 'none.json'), 2, 'no stack runs on this machine: start one with npm start'],
    [
      'was broken off',
      () => {
        // Beyond every process id that Linux gives.
        writeStackFile(join(dir, 'c.json'), running({ pid: 2 ** 30 }));
        return join(dir, 'c.json');
      },
      2,
      'was broken off',
    ],
    [
      'left something else',
      () => {
        writeFileSync(join(dir, 'd.json'), '{"url":1}');
        return join(dir, 'd.json');
      },
      2,
      'is not what npm start writes',
    ],
    [
      'does not answer',
      () => {
        writeStackFile(join(dir, 'e.json'), running());
        return join(dir, 'e.json');
      },
      1,
      '127.0.0.1:1 does not answer',
    ],
  ])('says in one line when it %s', async (_what, file, code, message) => {
    const { err, out, ...ended } = await ops(file(), ['incidents', 'list']);
    expect(ended.code).toBe(code);
    expect(err.trimEnd().split('\n').at(-1)).toContain(message);
    expect(`${err}${out}`).not.toContain('secret');
  });
});
