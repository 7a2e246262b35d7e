import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../../core/aws/client-config.ts';
import { lazyEcsReader } from '../../../core/aws/ecs-lazily.ts';
import { awsReaders, awsWriters } from '../../../core/aws/providers.ts';
import { mockedClient } from '../../support/mocked-client.ts';

const source = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'testing', AWS_SECRET_ACCESS_KEY: 'testing' };
const client = clientConfig({ source });
const ecs = mockedClient(ECSClient);

describe('the ECS client', () => {
  it('is made for the first service that is asked for, and asks for it', async () => {
    ecs.on(DescribeServicesCommand).resolves({ services: [], failures: [{ reason: 'MISSING' }] });
    const reader = lazyEcsReader(client);
    expect(await reader.service('quay', 'basket')).toBeUndefined();
    expect(await reader.service('quay', 'storefront')).toBeUndefined();
    expect(ecs.commandCalls(DescribeServicesCommand)).toHaveLength(2);
  });

  it('is what the readers and the writers of the provider ecs call with, and readers change nothing', async () => {
    const config = { cluster: undefined, client, now: () => new Date(0) };
    const { ecs: reader, ...others } = await awsReaders(config)('ecs');
    expect(Object.keys(reader ?? {}).toSorted()).toEqual(['revisions', 'service', 'taskDefinition']);
    expect(others).toEqual({});
    const { ecs: writer, ...more } = await awsWriters('ecs', config);
    expect(Object.keys(writer ?? {})).toEqual(
      expect.arrayContaining(['service', 'setDesiredCount', 'setTaskDefinition', 'register']),
    );
    expect(more).toEqual({});
  });
});
