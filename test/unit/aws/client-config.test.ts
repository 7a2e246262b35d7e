import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../../core/aws/client-config.ts';

const source = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-secret' };

describe('configuration of the AWS clients', () => {
  it('takes region and credentials from the environment and bounds the time', () => {
    expect(clientConfig({ source: { ...source, AWS_SESSION_TOKEN: 'session' } })).toEqual({
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret', sessionToken: 'session' },
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
    });
  });

  it('has no session token where there is none', () => {
    expect(clientConfig({ source }).credentials).not.toHaveProperty('sessionToken');
  });

  it('names a missing variable and shows no secret', () => {
    const { AWS_REGION: _region, ...rest } = source;
    expect(() => clientConfig({ source: rest })).toThrow(
      'environment variable AWS_REGION: expected the AWS region, found nothing',
    );
  });
});
