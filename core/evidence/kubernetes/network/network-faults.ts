import type { Finding } from '../../facts.ts';
import { callsOf } from './calls.ts';
import { cpuPressure } from './cpu-pressure.ts';
import type { Detector, Seen } from '../detector.ts';
import { readingsOf } from './measures.ts';
import type { Reading } from './reading.ts';
import { type Place, suspectsOf } from './slow-places.ts';
import { type WorkloadNames, workloadNames } from '../workload-names.ts';

/** A latency that trebles and grows by more than jitter does. */
const isSlow = ({ before, high }: Reading): boolean => high >= 3 * before && high - before >= 20;

/** Retransmitted segments in a second: losses give many; a delay gives some at its start, when timers are still short. */
const manyRetransmits = 4;
const someRetransmits = 1.5;

const rounded = (value: number): string => String(Math.round(value * 10) / 10);

/** Services by the worst of their latencies. */
const latencies = (readings: readonly Reading[], skipped: ReadonlySet<string>) => {
  const slow = new Map<string, Reading>();
  const fast = new Set<string>();
  for (const reading of readings) {
    const { name } = reading.about;
    if (reading.about.kind !== 'workload' || reading.measure !== 'latency' || skipped.has(name)) continue;
    if (!isSlow(reading)) {
      if (reading.source === 'series') fast.add(name);
    } else if (reading.elevated > (slow.get(name)?.elevated ?? 0)) slow.set(name, reading);
  }
  for (const name of slow.keys()) fast.delete(name);
  return { slow, fast };
};

const losses = (readings: readonly Reading[], slow: readonly Reading[], serving: ReadonlySet<string>): Finding[] => {
  const all = readings.filter(({ about, measure }) => about.kind === 'node' && measure === 'retransmits');
  const worst = all.filter(({ about }) => serving.has(about.name)).toSorted((a, b) => b.high - a.high)[0];
  if (worst === undefined) return [];
  const others = Math.max(
    0,
    ...all.filter((one) => one !== worst && serving.has(one.about.name)).map(({ high }) => high),
  );
  const delayed = slow.some(({ part, high }) => part === 'typical' && high >= 1000);
  const enough = worst.high >= (delayed ? manyRetransmits : someRetransmits);
  if (!enough || worst.high < 10 * Math.max(worst.before, 0.05) || worst.high < 2 * others) return [];
  return [
    {
      fact: 'node_loses_packets',
      summary: `TCP retransmits on node ${worst.about.name} rose from ${rounded(worst.before)} to ${rounded(worst.high)} per second`,
      resource: { kind: 'Node', name: worst.about.name },
      data: { node: worst.about.name, before: worst.before, now: worst.high },
      ...(slow.length === 0 ? { strength: 0.6 } : {}),
      pointer: worst.pointer,
    },
  ];
};

const told = (place: Place, names: WorkloadNames, slow: ReadonlyMap<string, Reading>, strength: number): Finding[] => {
  const worst = [...slow.values()].toSorted((a, b) => b.high - a.high).slice(0, 3);
  const said = worst
    .map(({ about, before, high }) => `${about.name} ${rounded(before)} to ${rounded(high)} ms`)
    .join(', ');
  const own = slow.get(place.name);
  const pointer = (own ?? worst[0])?.pointer ?? '';
  if (place.kind === 'node') {
    const resource = { kind: 'Node', name: place.name };
    const summary = `calls that cross node ${place.name} are slow, others are not: ${said}`;
    return [
      { fact: 'node_network_slow', summary, resource, data: { node: place.name, slow: slow.size }, strength, pointer },
    ];
  }
  const resource = names.named(place.name, worst[0]?.about.namespace);
  if (resource === undefined) return [];
  const summary = `${place.name} and those who call it are slow, without pressure on its CPU: ${said}`;
  return [{ fact: 'workload_network_slow', summary, resource, data: { slow: slow.size }, strength, pointer }];
};

const strongest = 0.8;
/** Places that explain it less well are told, too, far enough below the best that it stays the answer. */
const mostPlaces = 3;
const leastShare = 0.6;
const belowBest = 0.85;

/**
 * CPU first: what it slows down is no fault of the network. Then the node that loses packets, then the place that is
 * slow.
 */
export const networkFaults: Detector = (seen: Seen) => {
  const readings = readingsOf(seen.metrics, seen.described);
  if (readings.length === 0) return [];
  const names = workloadNames(seen.cluster);
  const calls = callsOf(seen.cluster, seen.topology);
  const pressed = cpuPressure(readings, names);
  const busy = new Set(pressed.flatMap(({ name }) => [name, ...calls.callersOf(name).keys()]));
  const { slow, fast } = latencies(readings, busy);
  const nodesOf = (name: string): ReadonlySet<string> => {
    const workload = names.named(name);
    return workload === undefined ? new Set<string>() : names.nodesOf(workload);
  };
  const everybody = new Set([...calls.services, ...readings.map(({ about }) => about.name)]);
  const lossy = losses(readings, [...slow.values()], new Set([...everybody].flatMap((name) => [...nodesOf(name)])));
  // From alarms alone: whoever has none and could have one is not slow.
  const measured = fast.size > 0 ? fast : new Set([...everybody].filter((name) => !slow.has(name) && !busy.has(name)));
  const most = Math.max(...[...slow.values()].map(({ elevated }) => elevated), 0.01);
  const shares = new Map([...slow].map(([name, { elevated }]) => [name, elevated / most]));
  const suspects = slow.size === 0 ? [] : suspectsOf(calls, { slow: shares, fast: measured, nodesOf });
  const [first, second] = suspects;
  const clear = first !== undefined && (second === undefined || second.score < 0.9 * first.score);
  const best = clear ? strongest : 0.9 * strongest;
  const places =
    first === undefined || first.score < 0.4
      ? []
      : suspects
          .slice(0, mostPlaces)
          .filter(({ score }) => score >= leastShare * first.score)
          .flatMap((one) =>
            told(one.place, names, slow, one === first ? best : best * belowBest * (one.score / first.score)),
          );
  return [...pressed.map(({ finding }) => finding), ...lossy, ...places];
};
