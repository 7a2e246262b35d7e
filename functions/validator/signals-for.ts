import type { AlarmReader, MetricReader } from '../../core/evidence/ports.ts';
import { type Hub, originOf, type Spoke } from '../../core/incident/hub.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { NotPermitted } from '../../core/remediation/errors.ts';

export type Signals = { metrics: MetricReader; alarms: AlarmReader };
export type SignalSources = Signals & { hub: Hub; spokeSignals(spoke: Spoke): Promise<Signals> };

/**
 * Metrics and alarms of the account that an incident is of. Throws `NotPermitted` for an account that is not one of ours: a
 * change whose effect nobody may see is not judged by the metrics of another account.
 */
export const signalsFor = async (sources: SignalSources, { id, alarm }: Incident): Promise<Signals> => {
  const origin = originOf(sources.hub, alarm);
  switch (origin.kind) {
    case 'own':
      return sources;
    case 'foreign':
      throw new NotPermitted(origin.reason);
    case 'spoke':
      return sources.spokeSignals({ account: origin.account, incidentId: id });
    default:
      return origin satisfies never;
  }
};
