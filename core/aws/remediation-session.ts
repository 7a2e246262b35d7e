import { STSClient } from '@aws-sdk/client-sts';
import type { RemediationSession } from '../remediation/ports.ts';
import { awsWriters, type ProvidersConfig } from './providers.ts';
import { stsSession } from './session.ts';

/** Remediation sessions whose writer calls with the session's own credentials; a call that changes something is sent once. */
export const remediationSession = ({ roleArn, ...config }: ProvidersConfig & { roleArn: string }): RemediationSession =>
  stsSession(new STSClient(config.client), {
    roleArn,
    clientFor: (credentials) => new STSClient({ ...config.client, credentials }),
    writersFor: (provider, credentials) =>
      awsWriters(provider, { ...config, client: { ...config.client, credentials } }),
  });
