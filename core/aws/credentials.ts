import * as z from 'zod';
import { readEnv } from '../runtime/env.ts';

/** Temporary AWS credentials, as every client takes them. */
export type AwsCredentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

// An empty value is the only wrong one, so `readEnv` never shows a secret.
const Env = z.object({
  AWS_REGION: z.string().min(1).describe('the AWS region'),
  AWS_ACCESS_KEY_ID: z.string().min(1).describe('the credentials of the role'),
  AWS_SECRET_ACCESS_KEY: z.string().min(1).describe('the credentials of the role'),
  AWS_SESSION_TOKEN: z.string().optional(),
});

/**
 * What Lambda puts into the environment; they stay valid as long as the process lives. Given to every client, so that
 * the SDK does not go looking for them elsewhere.
 */
export const environmentCredentials = (source?: NodeJS.ProcessEnv): { region: string; credentials: AwsCredentials } => {
  const env = readEnv(Env, source);
  return {
    region: env.AWS_REGION,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    },
  };
};
