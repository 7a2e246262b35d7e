import type { Resource } from '../../../incident/resource.ts';
import type { Finding } from '../../facts.ts';
import type { Reading } from './reading.ts';
import { isProxy } from '../ports/proxy-ports.ts';
import type { WorkloadNames } from '../workload-names.ts';

/** Throttled time: a tenth of a second in each second is felt; less is usual with small limits. */
const feltThrottling = 0.1;

/** Cores, out of `500m` or `2`. */
const cores = (quantity: string | number | undefined): number | undefined => {
  if (quantity === undefined) return undefined;
  const text = String(quantity);
  const value = text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text);
  return Number.isFinite(value) && value > 0 ? value : undefined;
};

/** The CPU that a pod of the workload may use at most: the highest limit of its containers, sidecars apart. */
const limitOf = (names: WorkloadNames, workload: Resource): number | undefined => {
  const containers = (names.podsOf(workload)[0]?.spec.containers ?? []).filter((container) => !isProxy(container));
  const limits = containers.flatMap(({ resources }) => cores(resources?.limits?.['cpu']) ?? []);
  return limits.length === 0 ? undefined : Math.max(...limits);
};

const grown = (reading: Reading | undefined, times: number, least: number): boolean =>
  reading !== undefined && reading.high >= times * Math.max(reading.before, least);

const rounded = (value: number): string => String(Math.round(value * 1000) / 1000);

/** Workloads that came to use all the CPU they may: it rose, and the kernel holds them back or the limit is near. */
export const cpuPressure = (
  readings: readonly Reading[],
  names: WorkloadNames,
): { name: string; finding: Finding }[] => {
  const workloads = [
    ...new Set(readings.filter(({ about }) => about.kind === 'workload').map(({ about }) => about.name)),
  ];
  return workloads.flatMap((name) => {
    const own = readings.filter(({ about }) => about.kind === 'workload' && about.name === name);
    const cpu = own.find(({ measure }) => measure === 'cpu');
    const throttling = own.find(({ measure }) => measure === 'throttling');
    const resource = names.named(name, own[0]?.about.namespace);
    if (resource === undefined) return [];
    const limit = limitOf(names, resource);
    const rose = grown(cpu, 2, 0.001);
    const inCores = cpu !== undefined && !/percent|%/i.test(cpu.unit ?? '');
    const atLimit = rose && inCores && limit !== undefined && cpu.high >= 0.8 * limit;
    const held = grown(throttling, 3, feltThrottling / 3) && (rose || cpu === undefined);
    if (!atLimit && !held) return [];
    const parts = [
      ...(cpu === undefined ? [] : [`CPU rose from ${rounded(cpu.before)} to ${rounded(cpu.high)}`]),
      ...(limit === undefined ? [] : [`its limit is ${rounded(limit)} cores`]),
      ...(throttling === undefined ? [] : [`throttling is at ${rounded(throttling.high)}`]),
    ];
    const finding: Finding = {
      fact: 'cpu_limit_reached',
      summary: `${name}: ${parts.join(', ')}`,
      resource,
      data: { ...(cpu === undefined ? {} : { cpu: cpu.high }), ...(limit === undefined ? {} : { limit }) },
      strength: held && rose ? 0.85 : 0.7,
      pointer: (throttling ?? cpu)?.pointer ?? '',
    };
    return [{ name, finding }];
  });
};
