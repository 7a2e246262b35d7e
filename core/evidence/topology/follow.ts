import { blame } from './blame.ts';
import { certaintyOf, type Felt, type Symptoms } from './symptoms.ts';
import type { Calls, Group } from './views.ts';

/** Nothing is explained by its callees so well that it is beyond suspicion itself. */
const leastOwn = 0.05;
/** A caller of what is in trouble is rather its victim: the odds that it has a part of its own. */
const ownOdds = 0.35;
/** Longer than the chains of calls that people look through; ends a cycle of calls. */
const mostSteps = 12;

type Step = { to: Group; share: number };
export type Start = { at: Group; weight: number; about?: Felt };

/** How far the symptoms of a group can be believed: a wobble within the usual, where a callee in trouble explains it. */
const credibility = (symptoms: ReadonlyMap<Group, Symptoms>, calls: Calls): ((group: Group) => number) => {
  const known = new Map<Group, number>();
  const credible = (group: Group): number => {
    const before = known.get(group);
    if (before !== undefined) return before;
    const own = symptoms.get(group) ?? {};
    known.set(group, certaintyOf(own)); // what a cycle of calls comes back to
    const passed = [...(calls.get(group) ?? [])].map((to) => credible(to) * blame(own, symptoms.get(to) ?? {}));
    const most = Math.max(certaintyOf(own), ...passed);
    known.set(group, most);
    return most;
  };
  return credible;
};

/**
 * Follows trouble from where it was noticed to the callees that it may be due to, as a random walk over the call graph
 * does (MicroRCA, Wu et al., NOMS 2020), and gives each group the share that ends at it: what it shows and none of its
 * callees accounts for. The shares add up to the weights of the starts.
 */
export const follow = (
  symptoms: ReadonlyMap<Group, Symptoms>,
  calls: Calls,
  starts: readonly Start[],
): Map<Group, number> => {
  const credible = credibility(symptoms, calls);
  const stepsFrom = (group: Group, about?: Felt): Step[] => {
    const own = symptoms.get(group) ?? {};
    const found = [...(calls.get(group) ?? [])]
      .map((to) => ({ to, share: blame(own, symptoms.get(to) ?? {}, about) * credible(to) }))
      .filter(({ share }) => share > 0);
    const all = found.reduce((sum, { share }) => sum + share, 0);
    const passed = all >= 1 ? 1 - leastOwn : Math.min(1 - leastOwn, all / (all + ownOdds * (1 - all)));
    return found.map(({ to, share }) => ({ to, share: (passed * share) / all }));
  };

  const ended = new Map<Group, number>();
  const add = (to: Map<Group, number>, group: Group, share: number) => to.set(group, (to.get(group) ?? 0) + share);
  for (const about of new Set(starts.map((start) => start.about))) {
    const known = new Map<Group, Step[]>();
    let here = new Map<Group, number>();
    for (const { at, weight } of starts.filter((start) => start.about === about)) add(here, at, weight);
    for (let step = 0; step < mostSteps; step += 1) {
      const next = new Map<Group, number>();
      for (const [group, share] of here) {
        const steps = known.get(group) ?? stepsFrom(group, about);
        known.set(group, steps);
        add(ended, group, share * (1 - steps.reduce((sum, one) => sum + one.share, 0)));
        for (const one of steps) add(next, one.to, share * one.share);
      }
      here = next;
    }
    for (const [group, share] of here) add(ended, group, share);
  }
  return ended;
};
