import type { Spoke, SpokeAccess } from '../incident/hub.ts';
import type { Clock } from '../runtime/effects.ts';
import type { ClientConfig } from './client-config.ts';
import { spokeCredentials } from './spoke-credentials.ts';

export type SpokeConfig = SpokeAccess & { client: ClientConfig; now: Clock };

/** How clients are made that read in a spoke account. What is needed for it is loaded when the first incident is of one. */
export const spokeClient = ({ client, ...access }: SpokeConfig): ((spoke: Spoke) => Promise<ClientConfig>) => {
  const sts = async () => new (await import('@aws-sdk/client-sts')).STSClient(client);
  const credentials = spokeCredentials(sts, access);
  return async (spoke) => ({ ...client, credentials: await credentials(spoke) });
};
