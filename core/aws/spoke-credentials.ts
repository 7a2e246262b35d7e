import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { Spoke, SpokeAccess } from '../incident/hub.ts';
import { NotPermitted } from '../remediation/errors.ts';
import type { Clock } from '../runtime/effects.ts';
import { assumedArn, credentialsIn } from './assumed.ts';
import type { AwsCredentials } from './credentials.ts';
import { calling } from './errors.ts';
import { spokeRole } from './spoke-roles.ts';

/** The shortest session STS gives. */
const sessionSeconds = 900;
/** No invocation that reads takes longer than this, so what is left at its beginning lasts to its end. */
const neededMs = 180_000;

type Held = { incidentId: string; credentials: AwsCredentials; until: number };

/**
 * Credentials that read in a spoke account, by its reader role with the external id; the session bears the incident's id, so
 * that the spoke's own trail says what it was read for. Kept for an account until another incident asks, or until less is
 * left than an invocation needs. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`.
 */
export const spokeCredentials = (
  client: () => Promise<Pick<STSClient, 'send'>>,
  { hub, externalId, now }: SpokeAccess & { now: Clock },
): ((spoke: Spoke) => Promise<AwsCredentials>) => {
  const held = new Map<string, Held>();
  return async ({ account, incidentId }) => {
    const roleArn = spokeRole(hub, account, 'reader');
    const known = held.get(account);
    if (known?.incidentId === incidentId && known.until - now().getTime() >= neededMs) return known.credentials;

    const command = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: incidentId,
      ExternalId: externalId,
      DurationSeconds: sessionSeconds,
    });
    const sts = await client();
    const { Credentials, AssumedRoleUser } = await calling('sts AssumeRole', () => sts.send(command));
    const expected = assumedArn(roleArn, incidentId).arn;
    if (AssumedRoleUser?.Arn !== expected) {
      throw new NotPermitted(`the session is ${AssumedRoleUser?.Arn ?? 'nobody'}, expected ${expected}`);
    }
    const credentials = credentialsIn(Credentials);
    held.set(account, { incidentId, credentials, until: Credentials?.Expiration?.getTime() ?? 0 });
    return credentials;
  };
};
