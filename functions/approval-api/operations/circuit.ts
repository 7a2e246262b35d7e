import * as z from 'zod';
import { keys } from '../../../core/incident/keys.ts';
import { Circuit, globalScope } from '../../../core/remediation/circuit.ts';
import { scopeOf } from '../../../core/remediation/conclude.ts';
import { recentIncidents } from '../../../core/approval/recent-incidents.ts';
import { data, operation } from './operation.ts';
import { mayRead } from '../../../core/policy/may-read.ts';
import { visibleIncident } from '../../../core/approval/visible-incident.ts';

/** One request reads this many items; the scopes beyond are older than what an operator looks for. */
const atMost = 100;

/** The global circuit, and that of each resource which a recent incident was about and which ever counted something. */
export const circuit = operation(z.strictObject({}), async (deps, who) => {
  // What the global one counted last may be of a resource that this person may not see.
  const named = async (scope: string, id: string | undefined): Promise<{ lastIncident?: string }> => {
    if (id === undefined || (scope === globalScope && (await visibleIncident(deps, who, id)) === undefined)) return {};
    return { lastIncident: id };
  };
  const { incidents, more } = await recentIncidents(deps);
  const scopes = new Set(incidents.filter((incident) => mayRead(deps.policy, who, incident.resource)).map(scopeOf));
  const names = [globalScope, ...scopes].slice(0, atMost);
  const items = await deps.table.getAll(names.map(keys.circuit));
  const circuits = names.map(async (scope, n) => {
    const item = items[n];
    if (item === undefined) return scope === globalScope ? [{ scope, open: false, failures: 0 }] : [];
    const { open, failures, openedAt, lastIncident } = Circuit.parse(item);
    const since = openedAt === undefined ? {} : { openedAt };
    return [{ scope, open, failures, ...since, ...(await named(scope, lastIncident)) }];
  });
  return data({
    now: deps.now().toISOString(),
    circuits: (await Promise.all(circuits)).flat(),
    more: more || scopes.size >= atMost,
  });
});
