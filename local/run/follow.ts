import { keys } from '../../core/incident/keys.ts';
import type { Status } from '../../core/incident/lifecycle.ts';
import { StoredTransition } from '../../core/incident/step.ts';
import { StepEvent } from '../../core/incident/step-event.ts';
import type { Table } from '../../core/incident/table.ts';
import type { EngineEvent } from '../engine/types.ts';
import { isAtRest } from './at-rest.ts';
import type { Tell } from './news.ts';

export type Followed = { id: string; status: Status; seq: number };

/** Follows the incidents of a run by what comes out of the Pipe; `moved` hears of each new status. */
export const followIncidents = (table: Table, tell: Tell, moved: (incident: Followed) => void) => {
  const incidents = new Map<string, Followed>();
  let telling = Promise.resolve();

  const tellStep = async (id: string, seq: number): Promise<void> => {
    const item = await table.get(keys.transition(id, seq));
    if (item !== undefined) tell({ kind: 'step', step: StoredTransition.parse(item) });
  };

  return {
    hear: (event: EngineEvent): void => {
      if (event.kind === 'dead-letter') return tell({ kind: 'dead-letter', letter: event.letter });
      if (event.kind !== 'piped') return;
      const { incidentId: id, seq, to } = StepEvent.parse(event.event).detail;
      const known = incidents.get(id);
      // A stream delivers at least once, and a batch that was repeated comes late.
      if (known !== undefined && known.seq >= seq) return;
      const incident = { id, status: to, seq };
      incidents.set(id, incident);
      telling = telling.then(() => tellStep(id, seq));
      if (known?.status !== to) moved(incident);
    },
    /** In the order in which they were opened. */
    all: (): Followed[] => [...incidents.values()],
    ended: (count: number): boolean =>
      incidents.size >= count && [...incidents.values()].every(({ status }) => isAtRest(status)),
    /** Everything heard so far was told. */
    told: (): Promise<void> => telling,
  };
};
