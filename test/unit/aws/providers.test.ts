import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../../core/aws/client-config.ts';
import { awsWriters } from '../../../core/aws/providers.ts';
import { portOf, type Provider, type Writers } from '../../../core/remediation/provider.ts';
import { listening } from './api-server.ts';

const source = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };

/** The writer of a provider on a service that is down, and how often it was asked. */
const down = async (provider: Provider) => {
  let asked = 0;
  const endpoint = await listening((_request, response) => {
    asked += 1;
    response.writeHead(503).end();
  });
  const client = { ...clientConfig({ source }), endpoint };
  const writers = await awsWriters(provider, { cluster: undefined, client, now: () => new Date() });
  return { writers, asked: () => asked };
};

const changes: [Exclude<Provider, 'kubernetes'>, (writers: Partial<Writers>) => Promise<unknown>][] = [
  ['ec2', (writers) => portOf(writers, 'ec2').assign('eni-0a1b2c3d4e5f60002', '10.20.1.75')],
  ['ecs', (writers) => portOf(writers, 'ecs').setDesiredCount('quay', 'storefront', 6)],
  ['rds', (writers) => portOf(writers, 'rds').modify('orders-db', { storageGiB: 150 })],
  ['lambda', (writers) => portOf(writers, 'lambda').setReservedConcurrency('invoice-render', 20)],
  ['cloudcontrol', (writers) => portOf(writers, 'cloudcontrol').patch('AWS::SQS::Queue', 'jobs', [], 'token')],
];

describe('the writer of a session', () => {
  it.each(changes)(
    'of %s asks for a change once: no claim knows of a repetition by the SDK',
    async (provider, change) => {
      const { writers, asked } = await down(provider);
      await expect(change(writers)).rejects.toThrow();
      expect(asked()).toBe(1);
    },
  );

  it('asks again for what it only reads', async () => {
    const { writers, asked } = await down('rds');
    await expect(portOf(writers, 'rds').get('orders-db')).rejects.toThrow();
    expect(asked()).toBe(3);
  });

  it.each(changes)('of %s reaches no other provider', async (provider) => {
    const { writers } = await down(provider);
    expect(Object.keys(writers)).toEqual([provider]);
  });
});
