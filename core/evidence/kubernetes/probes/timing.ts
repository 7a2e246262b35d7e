import type { Probe } from '../pod-spec.ts';
import type { Checked } from './checked.ts';
import type { Fault } from './port.ts';

/** The defaults of the API: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe. */
const patienceOf = ({ initialDelaySeconds, periodSeconds, failureThreshold }: Probe): number =>
  (initialDelaySeconds ?? 0) + (periodSeconds ?? 10) * (failureThreshold ?? 3);

/** Few programs of a service answer sooner than this after their start; runtimes that compile or load classes take longer. */
const shortPatienceSeconds = 10;
/** A container that lived much longer than the probe waits had started: then the probe is not what is wrong. */
const startedAfter = 4;

const livedSeconds = ({ statuses }: Checked): number[] =>
  statuses.flatMap(({ lastState }) => {
    const { startedAt, finishedAt } = lastState?.terminated ?? {};
    return startedAt == null || finishedAt == null ? [] : [(Date.parse(finishedAt) - Date.parse(startedAt)) / 1000];
  });

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * A liveness or startup probe that ends the container before it can have started: it waits only a few seconds, or for a
 * single failure, or far less than such probes of other workloads do. `siblings`: all probes of the cluster.
 */
export const tooEager = (checked: Checked, siblings: readonly Checked[]): Fault | undefined => {
  const { kind, probe, container, killed, suffers, statuses, reports } = checked;
  const held = kind === 'liveness' && container.startupProbe != null;
  if (kind === 'readiness' || held || !suffers) return undefined;
  const patience = patienceOf(probe);
  const usual = median(
    siblings.flatMap((one) => (one.kind === kind && one !== checked ? [patienceOf(one.probe)] : [])),
  );
  const once = (probe.failureThreshold ?? 3) <= 1;
  const short = patience <= shortPatienceSeconds || (usual !== undefined && patience * 3 <= usual);
  if (!once && !short) return undefined;
  const lived = livedSeconds(checked);
  const hadStarted = lived.some((seconds) => seconds > Math.max(60, startedAfter * patience));
  const ended =
    killed ||
    reports.length > 0 ||
    statuses.some(
      ({ lastState }) => lastState?.terminated?.exitCode === 137 || lastState?.terminated?.exitCode === 143,
    );
  const says = [
    `${kind} probe of container ${container.name} waits ${probe.initialDelaySeconds ?? 0} s`,
    `asks every ${probe.periodSeconds ?? 10} s and gives up after ${probe.failureThreshold ?? 3} failures`,
    ...(usual === undefined ? [] : [`such probes of other workloads wait ${usual} s in all`]),
    ...lived.slice(0, 1).map((seconds) => `the container was ended ${seconds} s after its start`),
  ].join(', ');
  return { says, sureness: !ended || hadStarted ? 0.55 : once && short ? 1 : 0.9 };
};
