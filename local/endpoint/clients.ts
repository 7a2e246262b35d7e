import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECSClient } from '@aws-sdk/client-ecs';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { clientConfig } from '../../core/aws/client-config.ts';
import { account, region } from '../template/local-name.ts';

/**
 * Credentials made up here, whatever the environment holds: a real key has no business at an emulator. moto takes any;
 * LocalStack takes a key id of twelve digits as the account: https://docs.localstack.cloud/references/credentials/
 */
const source = { AWS_REGION: region, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'testing' };

/** An emulator on a busy machine may need long for an answer that AWS gives at once. */
const requestTimeoutMs = 20_000;

export type Clients = ReturnType<typeof clientsFor>;

/** One client for each service at an endpoint, configured as the functions' clients are. */
export const clientsFor = (endpoint: string) => {
  const config = { ...clientConfig({ source, requestTimeoutMs }), endpoint };
  return {
    config,
    dynamo: new DynamoDBClient(config),
    kms: new KMSClient(config),
    // `bucket.localhost` is no name on most machines.
    s3: new S3Client({ ...config, forcePathStyle: true }),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
    ssm: new SSMClient(config),
    // moto fails on a compressed body, which the client sends from 10 KB on.
    cloudWatch: new CloudWatchClient({ ...config, disableRequestCompression: true }),
    logs: new CloudWatchLogsClient(config),
    ecs: new ECSClient(config),
    ec2: new EC2Client(config),
  };
};
