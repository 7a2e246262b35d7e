import type { Status } from '../../../core/incident/lifecycle.ts';
import type { Provider } from '../../../core/remediation/provider.ts';
import type { Resource } from '../../../core/incident/resource.ts';
import type { Effect, MakeInvariant, Scene } from './invariant.ts';
import { type Difference, viewOf } from './resource-view.ts';

/** What one incident did to one resource and did not undo yet. */
type Done = { provider: Provider; target: Resource; irreversible: boolean; left: Map<string, Difference> };

const applied = (done: Done, { diff, planned }: Effect): string[] => {
  if (planned?.undo !== 'restore') done.irreversible = true;
  for (const { path, was, is } of diff) {
    const first = done.left.get(path);
    done.left.set(path, { path, was: first === undefined ? was : first.was, is });
  }
  return [];
};

/** What was put back must be what was there, in place of what this system wrote. */
const undone = (done: Done | undefined, { diff, resource }: Effect): string[] =>
  diff.flatMap(({ path, was, is }) => {
    const own = done?.left.get(path);
    done?.left.delete(path);
    if (own === undefined) return [`${resource} (undo): ${path} was not changed by this incident`];
    if (own.is !== was) return [`${resource} (undo): ${path} held ${String(was)}, which is somebody else's`];
    return own.was === is
      ? []
      : [`${resource} (undo): ${path} was ${String(own.was)} before and is ${String(is)} now, which is no undo`];
  });

/** Whether anything of ours is still in place. */
const stillThere = async (scene: Scene, id: string, all: Iterable<[string, Done]>): Promise<string[]> => {
  const found: string[] = [];
  for (const [resource, { provider, target, irreversible, left }] of all) {
    if (irreversible || left.size === 0) continue;
    const view = await viewOf(provider, target, scene.world().readers);
    for (const { path, is } of left.values()) {
      if (view.get(path) === is) found.push(`${id} is rolled_back, and ${path} of ${resource} is still ${String(is)}`);
    }
  }
  return found;
};

/** Ends in which nothing was ever changed. */
const untouched: ReadonlySet<Status> = new Set([
  'rejected',
  'expired',
  'self_recovered',
  'refused',
  'report_only',
  'notify_failed',
]);

/**
 * Undo restores exactly what was observed and touches nothing else, and only where the resource still holds what was
 * written; and an end that says that all is as before is true.
 */
export const restored: MakeInvariant = (scene) => {
  const incidents = new Map<string, Map<string, Done>>();
  return {
    effect: (effect) => {
      const { way, resource, incident, provider, target } = effect;
      const all = incidents.get(incident.id) ?? new Map<string, Done>();
      incidents.set(incident.id, all);
      const done = all.get(resource) ?? { provider, target, irreversible: false, left: new Map() };
      all.set(resource, done);
      return way === 'apply' ? applied(done, effect) : undone(done, effect);
    },
    transaction: ({ steps }) =>
      steps.flatMap(({ incidentId, from, to }) => {
        const all = incidents.get(incidentId);
        if (from === to || all === undefined) return [];
        if (to === 'rolled_back') scene.soon(stillThere(scene, incidentId, all));
        const changed = [...all].filter(([, { left }]) => left.size > 0).map(([resource]) => resource);
        return untouched.has(to) && changed.length > 0
          ? [`${incidentId} is ${to}, and it changed ${changed.join(', ')}`]
          : [];
      }),
  };
};
