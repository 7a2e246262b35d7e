import * as z from 'zod';
import { EnvironmentError } from './env.ts';

/** Variables that more than one function has; template.yaml sets them. */
export const TableEnv = z.object({ TABLE_NAME: z.string().min(1).describe('the name of the table') });
export const PolicyEnv = z.object({ POLICY_DIR: z.string().min(1).describe('the directory of the policy layer') });

const certificate = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

/** The cluster to read and to change; all three are empty where there is none. */
export const ClusterEnv = z.object({
  EKS_CLUSTER_NAME: z
    .string()
    .regex(/^([A-Za-z0-9][\w-]{0,99})?$/)
    .default('')
    .describe('the name of an EKS cluster, or empty'),
  EKS_ENDPOINT: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe('the https endpoint of that cluster, or empty'),
  EKS_CA: z
    .string()
    .refine((base64) => base64 === '' || certificate(base64).includes('BEGIN CERTIFICATE'))
    .default('')
    .describe('the certificate authority data of that cluster in base64, or empty'),
});

/** What executor and rollback need to make a change. */
export const RemediationEnv = z.object({
  PROOF_KEY_ID: z.string().min(1).describe('the KMS key that proofs are verified with'),
  CLAIM_BUCKET: z.string().min(1).describe('the bucket of the claims'),
  SWITCH_PATH: z.string().startsWith('/').describe('the SSM path of the switches, as /sovereign-ops/<stack>'),
  REMEDIATION_ROLE_ARN: z.string().startsWith('arn:').describe('the ARN of the remediation role'),
});

export type Cluster = { name: string; endpoint: string /** PEM */; ca: string };

/** The cluster, or undefined where none is named. Throws `EnvironmentError` for a name without endpoint or without CA. */
export const clusterOf = (env: z.infer<typeof ClusterEnv>): Cluster | undefined => {
  if (env.EKS_CLUSTER_NAME === '') return undefined;
  const missing = (variable: string, what: string): never => {
    throw new EnvironmentError(
      `environment variable ${variable}: expected the ${what} of ${env.EKS_CLUSTER_NAME}, found ""`,
    );
  };
  if (env.EKS_ENDPOINT === '') return missing('EKS_ENDPOINT', 'https endpoint');
  if (env.EKS_CA === '' && env.EKS_ENDPOINT.startsWith('https:'))
    return missing('EKS_CA', 'certificate authority data');
  return { name: env.EKS_CLUSTER_NAME, endpoint: env.EKS_ENDPOINT, ca: certificate(env.EKS_CA) };
};
