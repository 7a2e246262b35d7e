import type { Fact } from './facts.ts';

/** A value beyond which a metric is a symptom wherever it is seen, in the unit CloudWatch gives it in. */
export type Limit = { above?: number; below?: number };
/** `counts`: it never falls, so a level that it reached a while ago is history. */
export type Meaning = { saturated: Fact; rising: Fact; counts?: boolean };

/** What a metric beyond its limit, or well above its usual level, means; by its name, first row that fits. */
const meanings: readonly (Meaning & { name: RegExp })[] = [
  { name: /gateway_?probe_?failed/i, saturated: 'gateway_probe_failed', rising: 'gateway_probe_failed' },
  { name: /memory/i, saturated: 'memory_saturated', rising: 'metric_shifted' },
  { name: /cpu/i, saturated: 'cpu_saturated', rising: 'metric_shifted' },
  { name: /storage|disk/i, saturated: 'storage_saturated', rising: 'metric_shifted' },
  { name: /throttle/i, saturated: 'requests_throttled', rising: 'requests_throttled' },
  { name: /latency|duration|response_?time/i, saturated: 'latency_high', rising: 'metric_shifted' },
  { name: /5xx|error|^fault/i, saturated: 'errors_high', rising: 'errors_high' },
  { name: /restart/i, saturated: 'restarts_rising', rising: 'restarts_rising', counts: true },
  { name: /./, saturated: 'metric_saturated', rising: 'metric_shifted' },
];
const anyOther: Meaning = { saturated: 'metric_saturated', rising: 'metric_shifted' };

/** What it means that this metric is high. */
export const meaningOf = (metric: string): Meaning => meanings.find(({ name }) => name.test(metric)) ?? anyOther;

const gibibyte = 2 ** 30;
/**
 * Limits that hold for everybody, where a runbook gives none: those of the alarms that AWS recommends. Free space has no
 * such limit there; 2 GiB is minutes of writing. A runbook's own limit always counts instead.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
const usualLimits: readonly { namespace: string; name: RegExp; limit: Limit }[] = [
  { namespace: 'AWS/RDS', name: /^CPUUtilization$/, limit: { above: 90 } },
  { namespace: 'AWS/RDS', name: /^(?:FreeStorageSpace|FreeLocalStorage)$/, limit: { below: 2 * gibibyte } },
  { namespace: 'AWS/ECS', name: /^(?:CPU|Memory)Utilization$/, limit: { above: 90 } },
  { namespace: 'AWS/Lambda', name: /^Throttles$/, limit: { above: 0 } },
  {
    namespace: 'ContainerInsights',
    name: /^(?:pod|node|container)_(?:cpu|memory)_utilization(?:_over_(?:pod|container)_limit)?$/,
    limit: { above: 95 },
  },
  { namespace: 'ContainerInsights', name: /^node_filesystem_utilization$/, limit: { above: 90 } },
];

/** The limit of a metric for which nobody gave one. */
export const usualLimit = (namespace: string, metric: string): Limit =>
  usualLimits.find((row) => row.namespace === namespace && row.name.test(metric))?.limit ?? {};
