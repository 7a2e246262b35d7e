import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { clientConfig } from '../../../core/aws/client-config.ts';
import { remediationSession } from '../../../core/aws/remediation-session.ts';
import { spokeCredentials } from '../../../core/aws/spoke-credentials.ts';
import { spokeEvidence } from '../../../core/aws/spoke-evidence.ts';
import { remediationRoles } from '../../../core/aws/spoke-roles.ts';
import type { SessionRequest } from '../../../core/remediation/ports.ts';
import { later, hub } from '../../support/incident.ts';

const sts = mockClient(STSClient);
afterAll(() => sts.restore());
const spoke = { account: '210987654321', incidentId: 'inc-7f3a' };
const access = { hub, externalId: 'an-external-id-of-ours' };
const source = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIAHUB', AWS_SECRET_ACCESS_KEY: 'not-a-secret' };
const client = clientConfig({ source });
const readerArn = 'arn:aws:iam::210987654321:role/sovereign-ops-spoke-reader';
const sessionArn = (role: string, session = spoke.incidentId, account = spoke.account) =>
  `arn:aws:sts::${account}:assumed-role/sovereign-ops-spoke-${role}/${session}`;

let time = later(0);
const now = () => time;
const answer = (seconds: number, arn = sessionArn('reader')) => ({
  Credentials: {
    AccessKeyId: 'ASIASPOKE',
    SecretAccessKey: 'not-a-secret',
    SessionToken: 'session',
    Expiration: new Date(time.getTime() + seconds * 1000),
  },
  AssumedRoleUser: { Arn: arn, AssumedRoleId: 'AROA:x' },
});
const asked = () => sts.commandCalls(AssumeRoleCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  time = later(0);
  sts
    .reset()
    .on(AssumeRoleCommand)
    .callsFake(async () => answer(900));
});

describe('credentials that read in a spoke', () => {
  const reads = () => spokeCredentials(async () => new STSClient(client), { ...access, now });

  it('are of the reader role there, with the external id, in the name of the incident, for 15 minutes', async () => {
    expect(await reads()(spoke)).toEqual({
      accessKeyId: 'ASIASPOKE',
      secretAccessKey: 'not-a-secret',
      sessionToken: 'session',
    });
    expect(asked()).toEqual([
      { RoleArn: readerArn, RoleSessionName: 'inc-7f3a', ExternalId: access.externalId, DurationSeconds: 900 },
    ]);
  });

  it('are kept for the incident, until less is left than an invocation needs', async () => {
    const read = reads();
    await read(spoke);
    time = later(720);
    await read(spoke);
    expect(asked()).toHaveLength(1);
    time = later(721);
    await read(spoke);
    expect(asked()).toHaveLength(2);
  });

  it('are not those of another incident', async () => {
    const read = reads();
    await read(spoke);
    sts.on(AssumeRoleCommand).resolves(answer(900, sessionArn('reader', 'inc-8')));
    await read({ ...spoke, incidentId: 'inc-8' });
    expect(asked().map(({ RoleSessionName }) => RoleSessionName)).toEqual(['inc-7f3a', 'inc-8']);
  });

  it('are asked for in no account that is not in SpokeAccounts, our own included', async () => {
    for (const account of ['999999999999', hub.account]) {
      await expect(reads()({ ...spoke, account })).rejects.toThrow(`account ${account} is not in SpokeAccounts`);
    }
    expect(asked()).toEqual([]);
  });

  it('are refused when they are those of somebody else', async () => {
    sts.on(AssumeRoleCommand).resolves(answer(900, sessionArn('reader', 'inc-7f3a', '999999999999')));
    await expect(reads()(spoke)).rejects.toMatchObject({ name: 'NotPermitted' });
  });

  it('reach no cluster, which is of our own account', async () => {
    const evidence = spokeEvidence({
      ...access,
      client,
      now,
      pause: async () => {},
      reads: { cloudTrail: true, rds: true, xRay: true },
    });
    const { kubernetes, changes, databases, callGraph } = await evidence(spoke);
    await expect(kubernetes.list('Pod', 'checkout')).rejects.toThrow(/cluster .* is of our own account/);
    for (const source of [changes, databases, callGraph]) expect(source).toBeDefined();
  });
});

describe('credentials that change something in a spoke', () => {
  const own = 'arn:aws:iam::123456789012:role/remediation';
  const request: SessionRequest = {
    account: spoke.account,
    region: 'eu-central-1',
    incidentId: spoke.incidentId,
    approvalId: 'a'.repeat(32),
    digest: 'b'.repeat(64),
    approver: 'alice',
    provider: 'ecs',
    statements: [],
  };
  const session = remediationSession({ ...access, roleArn: own, cluster: undefined, client, now });
  const identity = { Account: spoke.account, Arn: sessionArn('remediation'), UserId: 'x' };

  it('are a session as in our own account, and with the external id', async () => {
    sts.on(GetCallerIdentityCommand).resolves(identity);
    expect(Object.keys(await session.open(request))).toEqual(['ecs']);
    expect(asked()).toEqual([
      {
        RoleArn: 'arn:aws:iam::210987654321:role/sovereign-ops-spoke-remediation',
        RoleSessionName: 'inc-7f3a',
        ExternalId: access.externalId,
        SourceIdentity: 'alice',
        Tags: [
          { Key: 'approval', Value: request.approvalId },
          { Key: 'digest', Value: request.digest },
        ],
        Policy: expect.stringContaining('NothingButWhoAmI'),
        DurationSeconds: 900,
      },
    ]);
  });

  it('are refused when they turn out to be of another account', async () => {
    sts.on(GetCallerIdentityCommand).resolves({ ...identity, Account: hub.account });
    await expect(session.open(request)).rejects.toMatchObject({ name: 'NotPermitted' });
  });

  it('reach no cluster', async () => {
    sts.on(GetCallerIdentityCommand).resolves(identity);
    const named = { name: 'harbor', endpoint: 'https://127.0.0.1:1', ca: 'a CA' };
    const clustered = remediationSession({ ...access, roleArn: own, cluster: named, client, now });
    const { kubernetes } = await clustered.open({ ...request, provider: 'kubernetes' });
    await expect(kubernetes?.list('Pod', 'checkout')).rejects.toThrow(/no cluster/);
  });

  it.each([
    ['an account that nobody named', { account: '999999999999' }],
    ['another region', { region: 'us-east-1' }],
  ])('are asked for in no case for %s', async (_what, over) => {
    await expect(session.open({ ...request, ...over })).rejects.toMatchObject({ name: 'NotPermitted' });
    expect(asked()).toEqual([]);
  });

  it('are of our own role in our own account, which asks for no external id', () =>
    expect(remediationRoles(own, access)({ account: hub.account, region: hub.region })).toEqual({ arn: own }));
});
