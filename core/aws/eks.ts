import type { KubernetesReader } from '../evidence/ports.ts';
import { NotPermitted } from '../remediation/errors.ts';
import type { RemediationAccess } from '../remediation/ports.ts';
import type { KubernetesWriter } from '../remediation/kubernetes/port.ts';
import type { Clock } from '../runtime/effects.ts';
import type { Cluster } from '../runtime/function-env.ts';
import { accessReviews } from './access-review.ts';
import type { AwsCredentials } from './credentials.ts';
import { eksToken } from './eks-token.ts';
import type { KubernetesConfig } from './kubernetes-http.ts';
import { kubernetesReader, kubernetesWriter } from './kubernetes.ts';

/** Who speaks to the cluster: its access entries and RBAC decide what that identity may do. */
export type EksAccess = { region: string; credentials: AwsCredentials; now: Clock };

const config = ({ name, endpoint, ca }: Cluster, access: EksAccess): KubernetesConfig => ({
  endpoint,
  ca,
  token: () => eksToken({ clusterName: name, ...access }),
});

const none = (): Promise<never> =>
  Promise.reject(new NotPermitted('no cluster is configured: the stack parameter EksClusterName is empty'));

/** Reads the cluster as these credentials; where none is configured every call throws `NotPermitted`. */
export const eksReader = (cluster: Cluster | undefined, access: EksAccess): KubernetesReader =>
  cluster === undefined ? { get: none, list: none } : kubernetesReader(config(cluster, access));

/** Asks the cluster what the remediation role may do; where none is configured every call throws `NotPermitted`. */
export const eksAccess = (
  cluster: Cluster | undefined,
  access: EksAccess & { remediationRoleArn: string },
): RemediationAccess =>
  cluster === undefined
    ? { may: none }
    : accessReviews({ ...config(cluster, access), remediationRoleArn: access.remediationRoleArn });

/** Changes the cluster as these credentials; where none is configured every call throws `NotPermitted`. */
export const eksWriter = (cluster: Cluster | undefined, access: EksAccess): KubernetesWriter =>
  cluster === undefined
    ? { get: none, list: none, patch: none, createPolicy: none, deletePolicy: none }
    : kubernetesWriter(config(cluster, access));
