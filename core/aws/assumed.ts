import type { Credentials } from '@aws-sdk/client-sts';
import { NotPermitted } from '../remediation/errors.ts';
import type { AwsCredentials } from './credentials.ts';

/** The credentials of an answer of AssumeRole. Throws `NotPermitted` for one without. */
export const credentialsIn = (answer: Partial<Credentials> | undefined): AwsCredentials => {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new NotPermitted('sts AssumeRole: the answer holds no credentials');
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
};

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` for the role and session that were asked for. */
export const assumedArn = (roleArn: string, sessionName: string): { account: string; arn: string } => {
  const [, partition, account, path] = /^arn:([\w-]+):iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  if (partition === undefined || account === undefined || path === undefined) {
    throw new NotPermitted(`not the ARN of a role: ${roleArn}`);
  }
  const role = path.split('/').at(-1) ?? '';
  return { account, arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${sessionName}` };
};
