import { type Hub, originOf, type Spoke } from '../../core/incident/hub.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { clusterElsewhere } from '../../core/remediation/kubernetes/elsewhere.ts';
import type { Provider, Readers, ReadersFor } from '../../core/remediation/provider.ts';

export type ReaderDeps = {
  hub: Hub;
  /** Reads of one provider of our own account; no other is needed to plan a proposal. */
  readersFor: ReadersFor;
  /** The same of a spoke account. */
  spokeReaders(spoke: Spoke): ReadersFor;
};

/** The reader of a provider in the account that an incident is of, or why there is none. */
export const readerFor = async (
  { hub, readersFor, spokeReaders }: ReaderDeps,
  { id, alarm }: Incident,
  provider: Provider,
): Promise<Partial<Readers> | string> => {
  const origin = originOf(hub, alarm);
  switch (origin.kind) {
    case 'own':
      return readersFor(provider);
    case 'foreign':
      return origin.reason;
    case 'spoke': {
      const { account } = origin;
      return provider === 'kubernetes'
        ? clusterElsewhere(account)
        : spokeReaders({ account, incidentId: id })(provider);
    }
    default:
      return origin satisfies never;
  }
};
