import { because, movedOf } from './because.ts';
import { faultOf } from './fault.ts';
import { follow, type Start } from './follow.ts';
import { changesLeading } from './led-to.ts';
import type { Change, Measured, Topology } from '../gathered.ts';
import type { Suspect } from './model.ts';
import { certaintyOf, type Felt, mergedSymptoms, symptomsOf } from './symptoms.ts';
import { type Calls, type Group, groupsOf } from './views.ts';

export type Trouble = {
  topology: Topology;
  measured: readonly Measured[];
  changes: readonly Change[];
  /** `service` as the topology or the metric names it; `metric` is the name of the metric that the alarm watches. */
  alarm: { at: Date; service?: string; metric?: string };
};

const aboutOf = (metric = ''): Felt | undefined => {
  if (/latency|duration|time/i.test(metric)) return 'latency';
  return /availab|error|fault|fail|5xx|success/i.test(metric) ? 'errors' : undefined;
};

/** Most is looked for where the alarm points; trouble elsewhere at the same time may be the same, by a call not traced. */
const whereNoticed = 0.8;
/** What counts of a service that shows nothing itself: it is still where the trouble was noticed. */
const showsNothing = 0.2;
/**
 * A change near in time that is about the service makes it so many times more suspect: enough to decide between services
 * that all explain the trouble, not enough to outdo one that explains it far better.
 */
const changed = 4;
/** Less is not worth a line. */
const leastScore = 0.01;

/** The callers, callers of callers and so on that are in trouble too. */
const victims = (of: Group, calls: Calls, troubled: ReadonlySet<Group>): Set<Group> => {
  const found = new Set<Group>([of]);
  for (const callee of found) {
    for (const [caller, callees] of calls) if (callees.has(callee) && troubled.has(caller)) found.add(caller);
  }
  return found;
};

/**
 * The services that explain the trouble around an alarm, the most likely first, with the kind of fault; none where no
 * service shows anything unusual. Each is compared with its own baseline (the points until a quarter of an hour before the
 * alarm), trouble is followed from callers to the callees that account for it, and a change that is about a service in
 * trouble counts for it. A change alone makes no suspect.
 */
export const localize = ({ topology, measured, changes, alarm }: Trouble): readonly Suspect[] => {
  const { groups, calls, groupOf, nodeOf } = groupsOf(topology);
  const series = new Map<string, Measured[]>();
  for (const one of measured) {
    const node = nodeOf(Object.values(one.dimensions));
    if (node !== undefined) series.set(node, [...(series.get(node) ?? []), one]);
  }
  const symptoms = new Map(
    groups.map((group) => {
      const views = group.nodes.map((node) => symptomsOf(series.get(node) ?? [], alarm.at));
      return [group, mergedSymptoms(views)];
    }),
  );
  const troubled = new Set(groups.filter((group) => certaintyOf(symptoms.get(group)) > 0));
  if (troubled.size === 0) return [];

  const noticed = alarm.service === undefined ? undefined : groupOf(alarm.service);
  const about = aboutOf(alarm.metric);
  const all = [...troubled].reduce((sum, group) => sum + certaintyOf(symptoms.get(group)), 0);
  const elsewhere = noticed === undefined ? 1 : 1 - whereNoticed;
  const starts: Start[] = [...troubled].map((at) => ({
    at,
    weight: (elsewhere * certaintyOf(symptoms.get(at))) / all,
  }));
  if (noticed !== undefined) {
    starts.push({ at: noticed, weight: whereNoticed, ...(about === undefined ? {} : { about }) });
  }

  const leading = changesLeading(changes, groups, alarm.at);
  const suspects = [...follow(symptoms, calls, starts)].map(([group, share]) => {
    const own = symptoms.get(group) ?? {};
    const seen = faultOf(group, own, about);
    const onset = own[seen]?.shift.onset ?? own.latency?.shift.onset;
    const led = leading(group, seen, onset);
    const strength = led?.strength ?? 0;
    const shown = showsNothing + (1 - showsNothing) * certaintyOf(own);
    const score = share * shown * (1 + changed * strength);
    const explains = [...victims(group, calls, troubled)].map(({ service }) => service);
    const { meant } = led ?? {};
    const told = meant !== undefined && seen !== 'load' && strength > 0.5 && (own[meant]?.certainty ?? 0) > 0;
    return {
      service: group.service,
      fault: told ? meant : seen,
      score,
      ...(onset === undefined ? {} : { onset }),
      because: because(own, explains.length - 1, led?.change),
      evidence: movedOf(own),
      explains,
      ...(led === undefined ? {} : { change: led.change }),
    };
  });
  const total = Math.max(
    1,
    suspects.reduce((sum, { score }) => sum + score, 0),
  );
  return suspects
    .map((suspect): Suspect => ({ ...suspect, score: suspect.score / total }))
    .filter(({ score }) => score >= leastScore)
    .toSorted((a, b) => b.score - a.score);
};
