import { STSClient } from '@aws-sdk/client-sts';
import type { RemediationSession } from '../remediation/ports.ts';
import type { Clock } from '../runtime/effects.ts';
import type { Cluster } from '../runtime/function-env.ts';
import type { ClientConfig } from './client-config.ts';
import { eksWriter } from './eks.ts';
import { stsSession } from './session.ts';

export type EksSessionConfig = { roleArn: string; cluster: Cluster | undefined; client: ClientConfig; now: Clock };

/** Remediation sessions whose Kubernetes writer speaks to the cluster with the session's own credentials. */
export const eksSession = ({ roleArn, cluster, client, now }: EksSessionConfig): RemediationSession =>
  stsSession(new STSClient(client), {
    roleArn,
    clientFor: (credentials) => new STSClient({ ...client, credentials }),
    kubernetesFor: (credentials) => eksWriter(cluster, { region: client.region, credentials, now }),
  });
