import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import type { AwsCredentials } from '../../core/aws/credentials.ts';
import { cleanText } from '../../core/incident/text.ts';
import { Failed } from './failed.ts';
import type { Target } from './target.ts';

const Outputs = z.object({
  ApprovalUrl: z.url(),
  TableName: z.string().min(1),
  SwitchPath: z.string().startsWith('/'),
});

/** One line of what an AWS call says; its own words are cleaned, they may quote what was sent. */
export const refusedBy = (what: string, error: unknown): Failed => {
  const [name, message] = error instanceof Error ? [error.name, error.message] : ['Error', String(error)];
  const why = cleanText(message, 300);
  if (name === 'CredentialsProviderError') return new Failed(2, `no AWS credentials: ${why}`, { cause: error });
  return new Failed(1, `${what}: ${name === 'Error' ? '' : `${name}: `}${why}`, { cause: error });
};

const resolved = async <T>(what: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    throw error instanceof Failed ? error : refusedBy(what, error);
  }
};

const regionOf = async (client: CloudFormationClient): Promise<string> => {
  try {
    return await client.config.region();
  } catch (error) {
    throw new Failed(2, 'no AWS region: give --region, or set AWS_REGION', { cause: error });
  }
};

/** The credentials of whoever calls, wherever the SDK finds them: environment, profile, single sign-on, instance. */
const callers = (client: CloudFormationClient) => async (): Promise<AwsCredentials> => {
  const { accessKeyId, secretAccessKey, sessionToken } = await resolved('AWS credentials', () =>
    client.config.credentials(),
  );
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
};

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** A deployed stack by its name: its API, table and switches are outputs of it. One call, DescribeStacks. */
export const deployedTarget = async (stack: string, client: CloudFormationClient): Promise<Target> => {
  const region = await regionOf(client);
  const credentials = callers(client);
  const { Stacks } = await resolved(`stack ${stack} in ${region}`, () =>
    client.send(new DescribeStacksCommand({ StackName: stack })),
  );
  const outputs = Object.fromEntries(
    (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue]),
  );
  const parsed = Outputs.safeParse(outputs);
  if (!parsed.success) {
    const missing = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new Failed(2, `stack ${stack} in ${region} has no output ${missing}: is it one of Sovereign Ops?`);
  }
  const { ApprovalUrl, TableName, SwitchPath } = parsed.data;
  return {
    heading: `stack ${stack} in ${region}`,
    url: withoutSlash(ApprovalUrl),
    region,
    credentials,
    switches: { tableName: TableName, path: SwitchPath, aws: { region, credentials } },
  };
};

/** An API by its address alone; its switches stay unknown. */
export const urlTarget = async (text: string, client: CloudFormationClient): Promise<Target> => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') {
    throw new Failed(2, `--url must be the https address of the API with its stage, found ${cleanText(text, 100)}`);
  }
  const [, named] = /\.execute-api\.([a-z0-9-]+)\./.exec(url.hostname) ?? [];
  const region = named ?? (await regionOf(client));
  return { heading: url.host, url: withoutSlash(url.href), region, credentials: callers(client) };
};

/** A client with the caller's own settings. */
export const callersClient = (region: string | undefined): CloudFormationClient =>
  new CloudFormationClient(region === undefined ? {} : { region });
