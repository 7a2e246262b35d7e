import { StepEvent } from '../../../core/incident/step-event.ts';
import type { Status } from '../../../core/incident/lifecycle.ts';
import type { EngineEvent } from '../../engine/types.ts';
import { isAtRest } from '../../run/at-rest.ts';

/** Follows every incident of a storm by what comes out of the Pipe, without reading anything. */
export const openIncidents = () => {
  const incidents = new Map<string, { seq: number; status: Status }>();
  let open = 0;
  const hear = (event: EngineEvent): void => {
    if (event.kind !== 'piped') return;
    const { incidentId, seq, to: status } = StepEvent.parse(event.event).detail;
    const known = incidents.get(incidentId);
    if (known !== undefined && known.seq >= seq) return;
    incidents.set(incidentId, { seq, status });
    open += (isAtRest(status) ? 0 : 1) - (known === undefined || isAtRest(known.status) ? 0 : 1);
  };
  return { hear, incidents, open: () => open };
};
