import type { Hub, SpokeAccess } from '../incident/hub.ts';
import { NotPermitted } from '../remediation/errors.ts';
import { placeOf } from '../remediation/place.ts';
import type { SessionConfig } from './session.ts';

/** What docs/deploy/spoke.yaml calls its two roles: their ARNs follow from the account alone. */
const names = { reader: 'sovereign-ops-spoke-reader', remediation: 'sovereign-ops-spoke-remediation' } as const;

/** The ARN of a role of a spoke account. Throws `NotPermitted` for every other account. */
export const spokeRole = (hub: Hub, account: string, role: keyof typeof names): string => {
  if (!hub.spokes.includes(account)) throw new NotPermitted(`account ${account} is not in SpokeAccounts`);
  return `arn:${placeOf({ account, region: hub.region }).partition}:iam::${account}:role/${names[role]}`;
};

/** The role for approved changes: our own for our account, that of the spoke for a spoke, in our region, and none elsewhere. */
export const remediationRoles =
  (roleArn: string, { hub, externalId }: SpokeAccess): SessionConfig['roleIn'] =>
  ({ account, region }) => {
    if (region !== hub.region) throw new NotPermitted(`the change is of region ${region}, expected ${hub.region}`);
    return account === hub.account ? { arn: roleArn } : { arn: spokeRole(hub, account, 'remediation'), externalId };
  };
