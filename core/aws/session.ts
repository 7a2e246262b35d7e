import { AssumeRoleCommand, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { NotPermitted } from '../remediation/errors.ts';
import type { RemediationSession, SessionRequest } from '../remediation/ports.ts';
import type { Writers } from '../remediation/provider.ts';
import type { AwsCredentials } from './credentials.ts';
import { assumedArn, credentialsIn } from './assumed.ts';
import { calling } from './errors.ts';
import { sessionNames } from './session-names.ts';
import { sessionPolicy } from './session-policy.ts';

/** A role that may be assumed; one of a spoke account asks for the external id. */
export type RemediationRole = { arn: string; externalId?: string };

export type SessionConfig = {
  /** The role for changes in an account. Throws `NotPermitted` for an account that is neither ours nor a spoke. */
  roleIn: (place: Pick<SessionRequest, 'account' | 'region'>) => RemediationRole;
  /** A client with the session's credentials, to ask who they are before they are used. */
  clientFor: (credentials: AwsCredentials) => Pick<STSClient, 'send'>;
  /** The writer of one provider that calls with the session's credentials. */
  writersFor: (request: SessionRequest, credentials: AwsCredentials) => Promise<Partial<Writers>>;
};

/** The shortest session STS gives. */
const sessionSeconds = 900;

const assume = async (
  client: Pick<STSClient, 'send'>,
  { arn, externalId }: RemediationRole,
  request: SessionRequest,
) => {
  const command = new AssumeRoleCommand({
    RoleArn: arn,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...sessionNames(request),
    Policy: sessionPolicy(request.statements),
    DurationSeconds: sessionSeconds,
  });
  const { Credentials } = await calling('sts AssumeRole', () => client.send(command));
  return credentialsIn(Credentials);
};

/**
 * A session of the remediation role for one approved change: its policy holds only the approved statements, CloudTrail
 * shows approver, incident, approval and digest. The credentials must turn out to be that very session in the role's
 * account before a writer is made of them. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`; nothing has
 * been changed then.
 */
export const stsSession = (client: Pick<STSClient, 'send'>, config: SessionConfig): RemediationSession => ({
  open: async (request) => {
    const role = config.roleIn(request);
    const expected = assumedArn(role.arn, request.incidentId);
    const credentials = await assume(client, role, request);
    const who = await calling('sts GetCallerIdentity', () =>
      config.clientFor(credentials).send(new GetCallerIdentityCommand({})),
    );
    if (who.Account !== expected.account || who.Arn !== expected.arn) {
      throw new NotPermitted(`the session is ${who.Arn ?? 'nobody'}, expected ${expected.arn}`);
    }
    return config.writersFor(request, credentials);
  },
});
