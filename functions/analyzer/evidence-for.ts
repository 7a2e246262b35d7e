import type { EvidencePorts } from '../../core/evidence/gather/gather.ts';
import { unreadable } from '../../core/evidence/unreadable.ts';
import { type Hub, originOf, type Spoke } from '../../core/incident/hub.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { NotPermitted } from '../../core/remediation/errors.ts';

/** What is read of our own account, and how the same is read of a spoke. */
export type Sources = EvidencePorts & { hub: Hub; spokeEvidence(spoke: Spoke): Promise<EvidencePorts> };

/**
 * The ports of the account that an incident is of, and never those of another. An account that cannot be reached, or is
 * not one of ours, is evidence that is missing.
 */
export const evidenceFor = async (sources: Sources, { id, alarm }: Incident): Promise<EvidencePorts> => {
  const origin = originOf(sources.hub, alarm);
  switch (origin.kind) {
    case 'own':
      return sources;
    case 'foreign':
      return unreadable(new NotPermitted(origin.reason));
    case 'spoke':
      try {
        return await sources.spokeEvidence({ account: origin.account, incidentId: id });
      } catch (error) {
        return unreadable(error instanceof Error ? error : new NotPermitted('unknown error'));
      }
    default:
      return origin satisfies never;
  }
};
