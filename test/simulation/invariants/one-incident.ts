import { terminal } from '../../../core/incident/lifecycle.ts';
import type { MakeInvariant } from './invariant.ts';
import { scopeOf } from './scope.ts';

/**
 * An alarm of a resource whose incident is not over joins it: nobody is asked twice about the same thing. One that was
 * reopened to take its change back is about that change alone.
 */
export const oneIncident: MakeInvariant = ({ ledger }) => ({
  transaction: ({ steps }) =>
    steps.flatMap(({ incidentId, from }) => {
      const opened = ledger.incidents.get(incidentId);
      if (from !== null || opened === undefined) return [];
      const scope = scopeOf(opened.resource, opened.spoke);
      return [...ledger.incidents.values()]
        .filter(
          ({ id, status, rollbackAsked }) => id !== incidentId && !terminal.has(status) && rollbackAsked === undefined,
        )
        .filter(({ resource, spoke }) => scopeOf(resource, spoke) === scope)
        .map(({ id, status }) => `${incidentId} was opened for ${scope} while ${id} is ${status}`);
    }),
});
