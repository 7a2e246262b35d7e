import * as z from 'zod';
import type { Series } from '../evidence/ports.ts';
import type { ExpectedMetric, ExpectedState } from './proposal.ts';

/** One expected metric before and after the change; `null` is: no data. */
export const CheckResult = z.strictObject({
  id: z.string(),
  before: z.number().nullable(),
  after: z.number().nullable(),
  comparison: z.enum(['below', 'above']),
  threshold: z.number(),
  verdict: z.enum(['met', 'missed', 'unknown']),
});
export type CheckResult = z.infer<typeof CheckResult>;

export const Validation = z.strictObject({
  outcome: z.enum(['verified', 'failed', 'inconclusive']),
  before: z.record(z.string(), z.number().nullable()),
  after: z.record(z.string(), z.number().nullable()),
  alarm: z.string(),
  checks: z.array(CheckResult),
});
export type Validation = z.infer<typeof Validation>;

type Window = { from: Date; to: Date };

/** The worst value of a metric in a window by its comparison; `null` when there is none. */
const worst = (metric: ExpectedMetric, series: Series | undefined, { from, to }: Window): number | null => {
  const values = (series?.points ?? []).filter(({ at }) => at >= from && at < to).map(({ value }) => value);
  if (values.length === 0) return null;
  return metric.comparison === 'below' ? Math.max(...values) : Math.min(...values);
};

const met = (metric: ExpectedMetric, value: number): boolean =>
  metric.comparison === 'below' ? value < metric.threshold : value > metric.threshold;

/** No data is not success: an absent `zero` metric is believed only while its liveness metric has data. */
const check = (
  metric: ExpectedMetric,
  series: ReadonlyMap<string, Series>,
  before: Window,
  after: Window,
): CheckResult => {
  const live =
    metric.liveness === undefined || (series.get(metric.liveness)?.points ?? []).some((p) => p.at >= after.from);
  const seen = worst(metric, series.get(metric.id), after);
  const value = seen ?? (metric.absence === 'zero' && live ? 0 : null);
  return {
    id: metric.id,
    before: worst(metric, series.get(metric.id), before),
    after: value,
    comparison: metric.comparison,
    threshold: metric.threshold,
    verdict: value === null ? 'unknown' : met(metric, value) ? 'met' : 'missed',
  };
};

export type Judgement = { kind: 'waiting' } | { kind: 'judged'; validation: Validation };

/**
 * Pure: compares the metrics of the last `stableSeconds` with the expected state. `verified` needs the whole stable
 * window after the change, every check met and the alarm OK. After `withinSeconds` without that the fix is `failed` when
 * something is known to be bad, and `inconclusive` when the data do not tell.
 */
export const judge = (
  expected: ExpectedState,
  series: readonly Series[],
  alarm: string,
  executedAt: Date,
  now: Date,
): Judgement => {
  const byId = new Map(series.map((s) => [s.id, s]));
  const stable = expected.stableSeconds * 1000;
  const before = { from: new Date(executedAt.getTime() - stable), to: executedAt };
  const after = { from: new Date(Math.max(executedAt.getTime(), now.getTime() - stable)), to: now };
  const checks = expected.metrics.map((metric) => check(metric, byId, before, after));

  const elapsed = now.getTime() - executedAt.getTime();
  const good = alarm === 'OK' && checks.every((c) => c.verdict === 'met');
  const bad = alarm === 'ALARM' || checks.some((c) => c.verdict === 'missed');
  const result = (outcome: Validation['outcome']): Judgement => ({
    kind: 'judged',
    validation: { outcome, before: valuesOf(checks, 'before'), after: valuesOf(checks, 'after'), alarm, checks },
  });
  if (good && elapsed >= stable) return result('verified');
  if (elapsed < expected.withinSeconds * 1000) return { kind: 'waiting' };
  return result(bad ? 'failed' : 'inconclusive');
};

const valuesOf = (checks: readonly CheckResult[], side: 'before' | 'after'): Record<string, number | null> =>
  Object.fromEntries(checks.map((c) => [c.id, c[side]]));
