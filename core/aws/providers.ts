import type { Provider, Readers, ReadersFor, Writers } from '../remediation/provider.ts';
import { NotPermitted } from '../remediation/errors.ts';
import type { Clock } from '../runtime/effects.ts';
import type { Cluster } from '../runtime/function-env.ts';
import type { ClientConfig } from './client-config.ts';
import { eksReader, eksWriter } from './eks.ts';

export type ProvidersConfig = { cluster: Cluster | undefined; client: ClientConfig; now: Clock };

/**
 * The reader of a provider with these credentials. Each client is loaded when it is first asked for: most incidents are of
 * one provider, and a function that starts pays for no other.
 */
export const awsReaders =
  ({ cluster, client, now }: ProvidersConfig): ReadersFor =>
  async (provider): Promise<Partial<Readers>> => {
    switch (provider) {
      case 'kubernetes':
        return { kubernetes: eksReader(cluster, { region: client.region, credentials: client.credentials, now }) };
      case 'ec2': {
        const { ec2Reader } = await import('./network-interfaces.ts');
        return { ec2: ec2Reader(client) };
      }
      case 'ecs': {
        const { ecsClient, ecsServiceReader } = await import('./ecs.ts');
        return { ecs: ecsServiceReader(ecsClient(client)) };
      }
      default:
        throw new NotPermitted(`there is no access to ${provider} in this build`);
    }
  };

/** The writer of a provider with the credentials of a session, and of no other provider. */
export const awsWriters = async (
  provider: Provider,
  { cluster, client, now }: ProvidersConfig,
): Promise<Partial<Writers>> => {
  switch (provider) {
    case 'kubernetes':
      return { kubernetes: eksWriter(cluster, { region: client.region, credentials: client.credentials, now }) };
    case 'ec2': {
      const { ec2Writer } = await import('./network-interfaces.ts');
      return { ec2: ec2Writer(client) };
    }
    case 'ecs': {
      const { ecsClient, ecsServiceWriter } = await import('./ecs.ts');
      return { ecs: ecsServiceWriter(ecsClient(client)) };
    }
    default:
      throw new NotPermitted(`there is no access to ${provider} in this build`);
  }
};
