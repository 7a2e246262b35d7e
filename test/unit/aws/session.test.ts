import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient, STSServiceException } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AwsCredentials } from '../../../core/aws/credentials.ts';
import { stsSession } from '../../../core/aws/session.ts';
import type { KubernetesWriter } from '../../../core/remediation/kubernetes/port.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const own = new STSClient({ region: 'eu-central-1' });
const assumed = new STSClient({ region: 'eu-central-1' });
const sts = mockedClient(own);
const stsAssumed = mockedClient(assumed);

const roleArn = 'arn:aws:iam::123456789012:role/ops/remediation';
const request = {
  account: '123456789012',
  region: 'eu-central-1',
  incidentId: 'inc-7f3a',
  approvalId: '0123456789abcdef0123456789abcdef',
  digest: 'ab'.repeat(32),
  approver: 'alice',
  provider: 'kubernetes' as const,
  statements: [],
};
const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'not-a-secret', sessionToken: 'session' };
const Credentials = {
  AccessKeyId: credentials.accessKeyId,
  SecretAccessKey: credentials.secretAccessKey,
  SessionToken: credentials.sessionToken,
  Expiration: new Date('2026-11-20T10:30:00Z'),
};
const identity = {
  Account: '123456789012',
  Arn: 'arn:aws:sts::123456789012:assumed-role/remediation/inc-7f3a',
  UserId: 'AROAEXAMPLE:inc-7f3a',
};

const writer: KubernetesWriter = {
  get: async () => undefined,
  list: async () => [],
  patch: async () => ({}),
  createPolicy: async () => ({}),
  deletePolicy: async () => undefined,
};
const given: AwsCredentials[] = [];
const session = stsSession(own, {
  roleIn: () => ({ arn: roleArn }),
  clientFor: () => assumed,
  writersFor: async (_provider, received) => {
    given.push(received);
    return { kubernetes: writer };
  },
});

beforeEach(() => {
  given.length = 0;
  sts.reset().on(AssumeRoleCommand).resolves({ Credentials });
  stsAssumed.reset().on(GetCallerIdentityCommand).resolves(identity);
});

const policyOf = (index = 0): unknown =>
  JSON.parse(sts.commandCalls(AssumeRoleCommand)[index]?.args[0].input.Policy ?? 'null');

describe('remediation session', () => {
  it('assumes the role in the name of the approver, tagged with what was approved, for 15 minutes', async () => {
    await session.open(request);
    expect(sts.calls().map((call) => call.args[0].input)).toEqual([
      {
        RoleArn: roleArn,
        RoleSessionName: 'inc-7f3a',
        SourceIdentity: 'alice',
        Tags: [
          { Key: 'approval', Value: '0123456789abcdef0123456789abcdef' },
          { Key: 'digest', Value: 'ab'.repeat(32) },
        ],
        Policy: expect.any(String),
        DurationSeconds: 900,
      },
    ]);
  });

  it('gives the writer the credentials of the session, after they said who they are', async () => {
    expect(await session.open(request)).toEqual({ kubernetes: writer });
    expect(given).toEqual([credentials]);
    expect(stsAssumed.commandCalls(GetCallerIdentityCommand)).toHaveLength(1);
  });

  it('allows exactly the approved statements', async () => {
    const statement = {
      Sid: 'Approved',
      Effect: 'Allow' as const,
      Action: ['ecs:UpdateService'],
      Resource: ['arn:aws:ecs:eu-central-1:123456789012:service/harbor/payments'],
    };
    await session.open({ ...request, statements: [statement] });
    expect(policyOf()).toEqual({ Version: '2012-10-17', Statement: [statement] });
  });

  it('allows nothing in AWS when no AWS call was approved', async () => {
    await session.open(request);
    expect(policyOf()).toEqual({
      Version: '2012-10-17',
      Statement: [{ Sid: 'NothingButWhoAmI', Effect: 'Deny', NotAction: 'sts:GetCallerIdentity', Resource: '*' }],
    });
  });

  it('holds a statement once that two actions need, and keeps those apart that differ', async () => {
    const one = {
      Sid: 'Describe',
      Effect: 'Allow' as const,
      Action: ['ec2:DescribeNetworkInterfaces'],
      Resource: ['*'],
    };
    const other = { ...one, Sid: 'Other', Resource: ['arn:aws:ec2:eu-central-1:123456789012:network-interface/eni-1'] };
    await session.open({ ...request, statements: [one, other, structuredClone(one)] });
    expect(policyOf()).toEqual({ Version: '2012-10-17', Statement: [one, other] });
  });

  it('refuses a policy over 2,048 characters and takes one of exactly so many', async () => {
    const withResource = (length: number) => ({
      ...request,
      statements: [{ Sid: 'S', Effect: 'Allow' as const, Action: ['a:b'], Resource: ['x'.repeat(length)] }],
    });
    const frame = JSON.stringify({ Version: '2012-10-17', Statement: withResource(0).statements }).length;
    await session.open(withResource(2048 - frame));
    await expect(session.open(withResource(2049 - frame))).rejects.toMatchObject({ name: 'NotPermitted' });
    expect(sts.calls()).toHaveLength(1);
  });

  it.each([
    ['approver', { approver: 'alice bob' }],
    ['approver', { approver: 'a' }],
    ['approver', { approver: 'x'.repeat(65) }],
    ['incident id', { incidentId: 'inc/../7' }],
    ['digest', { digest: '' }],
    ['approval id', { approvalId: 'a\nb' }],
  ])('refuses an %s that STS cannot carry: %j', async (what, over) => {
    await expect(session.open({ ...request, ...over })).rejects.toThrow(new RegExp(`STS cannot carry the ${what}`));
    expect(sts.calls()).toHaveLength(0);
  });

  it.each([
    ['another account', { Account: '210987654321' }],
    ['another role', { Arn: 'arn:aws:sts::123456789012:assumed-role/admin/inc-7f3a' }],
    ['another session', { Arn: 'arn:aws:sts::123456789012:assumed-role/remediation/inc-0000' }],
    ['nobody', { Arn: undefined }],
  ])('makes no writer when the credentials are those of %s', async (_what, over) => {
    stsAssumed.on(GetCallerIdentityCommand).resolves({ ...identity, ...over });
    await expect(session.open(request)).rejects.toMatchObject({ name: 'NotPermitted' });
    expect(given).toHaveLength(0);
  });

  it('refuses an answer without credentials', async () => {
    sts.on(AssumeRoleCommand).resolves({ Credentials: undefined });
    await expect(session.open(request)).rejects.toThrow(/no credentials/);
  });

  it.each([
    ['AccessDenied', 'NotPermitted'],
    ['PackedPolicyTooLarge', 'ServiceRefused'],
    ['Throttling', 'ServiceUnavailable'],
  ])('translates %s', async (name, translated) => {
    sts.on(AssumeRoleCommand).rejects(new STSServiceException({ name, $fault: 'client', message: '', $metadata: {} }));
    await expect(session.open(request)).rejects.toMatchObject({ name: translated });
  });
});
