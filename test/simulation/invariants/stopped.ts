import type { MakeInvariant } from './invariant.ts';
import { scopeOf } from './scope.ts';

/**
 * The emergency stop halts every call, of a rollback too. A change is also held by an open circuit, a disabled `execution`
 * and a mode other than execute, where that was so before the run began; a rollback by none of them.
 */
export const stopped: MakeInvariant = ({ brakes }) => ({
  change: ({ way, resource, incident, by, at }) => {
    const scope = scopeOf(incident.resource, incident.spoke);
    const names =
      way === 'undo'
        ? (['emergencyStop'] as const)
        : (['emergencyStop', 'execution', 'mode', 'circuit global', `circuit ${scope}`] as const);
    return brakes.onSince(by?.at ?? at, names).map((brake) => `${resource} (${way}): changed against ${brake}`);
  },
});
