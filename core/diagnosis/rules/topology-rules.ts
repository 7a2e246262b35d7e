import { type CategoryRule, rule } from './category-rule.ts';

const explaining = {
  anywhere: true,
  support: ['service_changed'],
  // As sure as the finding: how much of the trouble of its callers the service explains.
  confidence: 0.9,
  says: (_name: string, { summary }: { summary: string }) => summary,
} as const;

/** A service of the call graph explains the trouble of those that call it, wherever the alarm was. */
export const topologyRules: readonly CategoryRule[] = [
  rule({
    ...explaining,
    category: 'injected_latency',
    proof: ['service_slow'],
    because: 'its own latency rose and its callers follow',
  }),
  rule({
    ...explaining,
    category: 'injected_errors',
    proof: ['service_failing'],
    because: 'it fails a share of its calls and its callers follow',
  }),
  rule({
    ...explaining,
    category: 'request_overload',
    proof: ['service_overloaded'],
    because: 'it gets far more requests than before, or is a store that got slow, and its callers follow',
  }),
];
