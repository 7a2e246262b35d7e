import { createPublicKey, type KeyObject } from 'node:crypto';
import { CreateKeyCommand, type CreateKeyRequest, GetPublicKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutObjectLockConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { Roster } from '../../core/policy/roster.ts';
import { type DynamoTable, dynamoEngineTable } from '../engine/dynamo-table.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { account, region } from '../template/local-name.ts';
import type { TemplateModel } from '../template/model.ts';
import type { Clients } from './clients.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { callQuery } from './query-api.ts';
import { endpointTableId } from './table-id.ts';

/** What template.yaml creates of the services that the endpoint stands for, as the functions are told of it. */
export type Platform = {
  table: DynamoTable;
  tableId: () => Promise<string>;
  linkKeyId: string;
  proofKeyId: string;
  signingKeyId: string;
  publicKey: KeyObject;
  auditBucket: string;
  claimBucket: string;
  topicArn: string;
  inboxes: readonly Inbox[];
  switchPath: string;
  roleArn: string;
};

type Options = {
  clients: Clients;
  /** Of this run: several runs share an emulator. */
  stackName: string;
  template: TemplateModel;
  roster: Roster;
  scenario: Pick<Scenario, 'execution' | 'mode'>;
};

const newKey = async (client: KMSClient, request: CreateKeyRequest): Promise<string> => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand(request));
  if (KeyMetadata?.KeyId === undefined) throw new Error('kms CreateKey: the answer holds no key id');
  return KeyMetadata.KeyId;
};
const macKey = (client: KMSClient) => newKey(client, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });

const publicKeyOf = async (client: KMSClient, KeyId: string): Promise<KeyObject> => {
  const { PublicKey = new Uint8Array() } = await client.send(new GetPublicKeyCommand({ KeyId }));
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
};

const lockedBucket = async (client: S3Client, Bucket: string): Promise<string> => {
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true, CreateBucketConfiguration }));
  const Rule = { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1 } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: 'Enabled', Rule } as const;
  await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  return Bucket;
};

const trustOfAccount = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
    },
  ],
};

/** Creates everything of the stack itself, under the names of this run, with its switches as the scenario wants them. */
export const createPlatform = async ({
  clients,
  stackName,
  template,
  roster,
  scenario,
}: Options): Promise<Platform> => {
  const { dynamo, kms, s3, sns, ssm, config } = clients;
  const { endpoint } = config;
  const stop = async (): Promise<void> => undefined;
  const table = await dynamoEngineTable({ endpoint, client: dynamo, tableName: stackName, stop }, template.table);
  const tableId = endpointTableId(dynamo, stackName);

  const switchPath = `/sovereign-ops/${stackName}`;
  const turn = (name: string, Value: string) =>
    ssm.send(new PutParameterCommand({ Name: `${switchPath}/${name}`, Value, Type: 'String' }));
  await turn(`execution/${await tableId()}`, scenario.execution);
  await turn('emergency-stop', 'clear');
  await turn('mode', scenario.mode);

  const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: `${stackName}-notices` }));
  const inboxes: Inbox[] = [];
  for (const { id: approver } of roster.approvers) {
    inboxes.push(await openInbox(clients, { topicArn, approver, queueName: `${stackName}-${approver}` }));
  }

  const RoleName = `${stackName}-remediation`;
  const AssumeRolePolicyDocument = JSON.stringify(trustOfAccount);
  const fields = { Action: 'CreateRole', Version: '2010-05-08', RoleName, AssumeRolePolicyDocument };
  await callQuery(endpoint, { service: 'iam', fields });

  const signingKeyId = await newKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
  return {
    table,
    tableId,
    linkKeyId: await macKey(kms),
    proofKeyId: await macKey(kms),
    signingKeyId,
    publicKey: await publicKeyOf(kms, signingKeyId),
    auditBucket: await lockedBucket(s3, `${stackName}-audit`),
    claimBucket: await lockedBucket(s3, `${stackName}-claims`),
    topicArn,
    inboxes,
    switchPath,
    roleArn: `arn:aws:iam::${account}:role/${RoleName}`,
  };
};

/** What `createPlatform` made, for the person whose emulator it is. */
export const platformLines = (platform: Platform): string[] => [
  `table ${platform.table.tableName} with its stream, switches below ${platform.switchPath}`,
  `keys ${platform.linkKeyId} (links), ${platform.proofKeyId} (proofs), ${platform.signingKeyId} (audit)`,
  `buckets ${platform.auditBucket} and ${platform.claimBucket} with Object Lock, role ${platform.roleArn}`,
  `topic ${platform.topicArn}, a queue for each of ${platform.inboxes.map(({ approver }) => approver).join(', ')}`,
];
