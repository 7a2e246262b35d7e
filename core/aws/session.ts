import { AssumeRoleCommand, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { NotPermitted } from '../remediation/errors.ts';
import type { RemediationSession, SessionRequest } from '../remediation/ports.ts';
import type { Provider, Writers } from '../remediation/provider.ts';
import type { AwsCredentials } from './credentials.ts';
import { calling } from './errors.ts';
import { sessionNames } from './session-names.ts';
import { sessionPolicy } from './session-policy.ts';

export type SessionConfig = {
  roleArn: string;
  /** A client with the session's credentials, to ask who they are before they are used. */
  clientFor: (credentials: AwsCredentials) => Pick<STSClient, 'send'>;
  /** The writer of one provider that calls with the session's credentials. */
  writersFor: (provider: Provider, credentials: AwsCredentials) => Promise<Partial<Writers>>;
};

/** The shortest session STS gives. */
const sessionSeconds = 900;

const assume = async (client: Pick<STSClient, 'send'>, roleArn: string, request: SessionRequest) => {
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    ...sessionNames(request),
    Policy: sessionPolicy(request.statements),
    DurationSeconds: sessionSeconds,
  });
  const { Credentials } = await calling('sts AssumeRole', () => client.send(command));
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw new NotPermitted('sts AssumeRole: the answer holds no credentials');
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
};

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>` for the role and session that were asked for. */
const assumedArn = (roleArn: string, sessionName: string): { account: string; arn: string } => {
  const [, partition, account, path] = /^arn:([\w-]+):iam::(\d{12}):role\/(.+)$/.exec(roleArn) ?? [];
  if (partition === undefined || account === undefined || path === undefined) {
    throw new NotPermitted(`not the ARN of a role: ${roleArn}`);
  }
  const role = path.split('/').at(-1) ?? '';
  return { account, arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${sessionName}` };
};

/**
 * A session of the remediation role for one approved change: its policy holds only the approved statements, CloudTrail
 * shows approver, incident, approval and digest. The credentials must turn out to be that very session in the role's
 * account before a writer is made of them. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`; nothing has
 * been changed then.
 */
export const stsSession = (client: Pick<STSClient, 'send'>, config: SessionConfig): RemediationSession => ({
  open: async (request) => {
    const expected = assumedArn(config.roleArn, request.incidentId);
    const credentials = await assume(client, config.roleArn, request);
    const who = await calling('sts GetCallerIdentity', () =>
      config.clientFor(credentials).send(new GetCallerIdentityCommand({})),
    );
    if (who.Account !== expected.account || who.Arn !== expected.arn) {
      throw new NotPermitted(`the session is ${who.Arn ?? 'nobody'}, expected ${expected.arn}`);
    }
    return config.writersFor(request.provider, credentials);
  },
});
