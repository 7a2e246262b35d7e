import { STSClient } from '@aws-sdk/client-sts';
import type { SpokeAccess } from '../incident/hub.ts';
import type { RemediationSession } from '../remediation/ports.ts';
import { awsWriters, type ProvidersConfig } from './providers.ts';
import { stsSession } from './session.ts';
import { remediationRoles } from './spoke-roles.ts';

export type RemediationConfig = ProvidersConfig & SpokeAccess & { roleArn: string };

/**
 * Remediation sessions whose writer calls with the session's own credentials; a call that changes something is sent once. The
 * cluster is of our own account: a session in a spoke account has none.
 */
export const remediationSession = ({ roleArn, hub, externalId, ...config }: RemediationConfig): RemediationSession =>
  stsSession(new STSClient(config.client), {
    roleIn: remediationRoles(roleArn, { hub, externalId }),
    clientFor: (credentials) => new STSClient({ ...config.client, credentials }),
    writersFor: ({ provider, account }, credentials) =>
      awsWriters(provider, {
        ...config,
        cluster: account === hub.account ? config.cluster : undefined,
        client: { ...config.client, credentials },
      }),
  });
