import type { Calls } from './calls.ts';

/** What would be slow if one place's network were slow: how much a slow service speaks for it, a fast one against it. */
type Expected = Map<string, { speaksFor: number; speaksAgainst: number }>;

export type Place = { kind: 'workload' | 'node'; name: string };
export type Suspect = { place: Place /** 0 to 1: how well it explains who is slow and who is not. */; score: number };

export type Observed = {
  /** Services that are slow, and how much of the time: 0 to 1. */
  slow: ReadonlyMap<string, number>;
  /** Services that answer, and are not slow. */
  fast: ReadonlySet<string>;
  nodesOf(service: string): ReadonlySet<string>;
};

/** A caller need not use a slow callee in most of its requests; the farther it is, the less. */
const callerAgainst = (distance: number): number => 0.4 / 2 ** distance;
/** Answers to a slow caller are acknowledged late: its callees look somewhat slow themselves. */
const calleeFor = 0.3;

const expect = (expected: Expected, name: string, speaksFor: number, speaksAgainst: number): void => {
  const known = expected.get(name);
  if (known === undefined || known.speaksFor < speaksFor) expected.set(name, { speaksFor, speaksAgainst });
};

const expectCallers = (expected: Expected, calls: Calls, name: string): void => {
  for (const [caller, distance] of calls.callersOf(name)) expect(expected, caller, 1, callerAgainst(distance));
};

const ofWorkload = (name: string, calls: Calls): Expected => {
  const expected: Expected = new Map();
  expect(expected, name, 1, 1);
  expectCallers(expected, calls, name);
  for (const callee of calls.callees(name)) expect(expected, callee, calleeFor, 0);
  return expected;
};

/** Calls within a node do not leave it and are as fast as ever; both ends of the others wait. */
const ofNode = (node: string, calls: Calls, { nodesOf }: Observed): Expected => {
  const expected: Expected = new Map();
  const isOn = (name: string): boolean => nodesOf(name).has(node);
  const isOff = (name: string): boolean => [...nodesOf(name)].some((other) => other !== node);
  for (const from of calls.services) {
    for (const to of calls.callees(from)) {
      const crosses = (isOn(from) && isOff(to)) || (isOff(from) && isOn(to));
      if (!crosses) continue;
      expect(expected, from, 1, 0.4);
      if (isOn(to)) expect(expected, to, 1, 0.4);
      else expect(expected, to, calleeFor, 0);
      expectCallers(expected, calls, from);
    }
  }
  return expected;
};

const scoreOf = (expected: Expected, { slow, fast }: Observed): number => {
  let speaksFor = 0;
  let total = 0;
  for (const [name, share] of slow) {
    speaksFor += share * (expected.get(name)?.speaksFor ?? 0);
    total += share;
  }
  for (const name of fast) total += expected.get(name)?.speaksAgainst ?? 0;
  return total === 0 ? 0 : speaksFor / total;
};

/**
 * Who makes others wait is slow for as long as they are. For what has no measure of its own, its direct callers stand in, and
 * it comes after what has one.
 */
const lasting = (name: string, calls: Calls, { slow, fast }: Observed): number => {
  const callers = [...calls.callersOf(name)];
  const shareOf = (nearest: number): number =>
    Math.max(0, ...callers.map(([caller, distance]) => (distance <= nearest ? (slow.get(caller) ?? 0) : 0)));
  const measured = slow.has(name) || fast.has(name);
  const own = measured ? (slow.get(name) ?? 0) : shareOf(1);
  const longest = Math.max(own, shareOf(Number.POSITIVE_INFINITY));
  return (longest === 0 ? 0.5 : 0.5 + (0.5 * own) / longest) * (measured ? 1 : 0.95);
};

/**
 * The places whose slow network would explain what is seen, the best first: services that are slow, what they call, and the
 * nodes with at least two slow services.
 */
export const suspectsOf = (calls: Calls, observed: Observed): Suspect[] => {
  const names = new Set([...observed.slow.keys()].flatMap((name) => [name, ...calls.callees(name)]));
  const slowOn = new Map<string, number>();
  for (const name of observed.slow.keys()) {
    for (const node of observed.nodesOf(name)) slowOn.set(node, (slowOn.get(node) ?? 0) + 1);
  }
  const workloads = [...names].map(
    (name): Suspect => ({
      place: { kind: 'workload', name },
      score: scoreOf(ofWorkload(name, calls), observed) * lasting(name, calls, observed),
    }),
  );
  const nodes = [...slowOn].flatMap(([name, slow]): Suspect[] =>
    slow < 2 ? [] : [{ place: { kind: 'node', name }, score: scoreOf(ofNode(name, calls, observed), observed) }],
  );
  return [...workloads, ...nodes].toSorted((a, b) => b.score - a.score);
};
