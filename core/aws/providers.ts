import type { Provider, Readers, ReadersFor, Writers } from '../remediation/provider.ts';
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
        return { kubernetes: eksReader(cluster, { ...client, now }) };
      case 'ec2':
        return { ec2: (await import('./network-interfaces.ts')).openReader(client) };
      case 'ecs':
        return { ecs: (await import('./ecs.ts')).openReader(client) };
      case 'rds':
        return { rds: (await import('./databases.ts')).openReader(client) };
      case 'lambda':
        return { lambda: (await import('./functions.ts')).openReader(client) };
      case 'cloudcontrol':
        return { cloudcontrol: (await import('./cloud-resources.ts')).openReader(client) };
      default:
        return provider satisfies never;
    }
  };

/**
 * The writer of a provider with the credentials of a session, and of no other provider. What it changes it asks for once: a
 * repetition by the SDK would be a call that no claim knows of. What it only reads may be asked again.
 */
export const awsWriters = async (
  provider: Provider,
  { cluster, client, now }: ProvidersConfig,
): Promise<Partial<Writers>> => {
  const once = { ...client, maxAttempts: 1 };
  switch (provider) {
    case 'kubernetes':
      return { kubernetes: eksWriter(cluster, { ...client, now }) };
    case 'ec2': {
      const { openReader, openWriter } = await import('./network-interfaces.ts');
      return { ec2: { ...openWriter(once), ...openReader(client) } };
    }
    case 'ecs': {
      const { openReader, openWriter } = await import('./ecs.ts');
      return { ecs: { ...openWriter(once), ...openReader(client) } };
    }
    case 'rds': {
      const { openReader, openWriter } = await import('./databases.ts');
      return { rds: { ...openWriter(once), ...openReader(client) } };
    }
    case 'lambda': {
      const { openReader, openWriter } = await import('./functions.ts');
      return { lambda: { ...openWriter(once), ...openReader(client) } };
    }
    case 'cloudcontrol': {
      const { openReader, openWriter } = await import('./cloud-resources.ts');
      return { cloudcontrol: { ...openWriter(once), ...openReader(client) } };
    }
    default:
      return provider satisfies never;
  }
};
