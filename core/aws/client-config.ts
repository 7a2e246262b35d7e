import { type AwsCredentials, environmentCredentials } from './credentials.ts';

export type ClientConfig = {
  region: string;
  credentials: AwsCredentials;
  maxAttempts: number;
  requestHandler: { connectionTimeout: number; requestTimeout: number; throwOnRequestTimeout: true };
};

/**
 * How every AWS client is made: credentials from the environment, three attempts, one second to connect to a VPC
 * endpoint and `requestTimeoutMs` (default 5,000) for an answer. Without these bounds one lost packet costs a function
 * its whole time.
 */
export const clientConfig = ({
  requestTimeoutMs = 5000,
  source,
}: {
  requestTimeoutMs?: number;
  source?: NodeJS.ProcessEnv;
} = {}): ClientConfig => ({
  ...environmentCredentials(source),
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true },
});
