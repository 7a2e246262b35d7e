import type { Spoke } from '../incident/hub.ts';
import type { ReadersFor } from '../remediation/provider.ts';
import { awsReaders } from './providers.ts';
import { spokeClient, type SpokeConfig } from './spoke-client.ts';

/** The readers of the providers in a spoke account. Of a cluster there is none: the one that is configured is ours. */
export const spokeReaders = (config: SpokeConfig): ((spoke: Spoke) => ReadersFor) => {
  const clientIn = spokeClient(config);
  return (spoke) => async (provider) =>
    awsReaders({ cluster: undefined, client: await clientIn(spoke), now: config.now })(provider);
};
