/** A series of CloudWatch's shape, ascending in time. A period without data is absent from `points`. */
export type Measured = {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `p95` ... */
  stat: string;
  unit?: string;
  periodSeconds: number;
  points: readonly { at: Date; value: number }[];
};

/** Who calls whom: `from` is the caller, `to` the callee. */
export type Topology = { services: readonly string[]; edges: readonly { from: string; to: string }[] };

/** A call that CloudTrail recorded. `source` is the event source, `by` the identity that made it. */
export type Change = {
  id: string;
  at: Date;
  name: string;
  source: string;
  by: string;
  resources: readonly { type?: string; name: string }[];
  parameters?: unknown;
};

export type Fault = 'latency' | 'errors' | 'load';

/** What a metric of a service was usually, and what it came to, in the units of the metric. */
export type Moved = { metric: string; before: number; now: number; at: Date };

/** A service that explains symptoms, its own and those of its callers. */
export type Suspect = {
  /** Exactly as the topology names it. */
  service: string;
  fault: Fault;
  /** Its share of what is to be explained; all scores add up to at most 1. */
  score: number;
  onset?: Date;
  /** One line for a person. */
  because: string;
  evidence: readonly Moved[];
  /** The services, it itself included, whose symptoms it explains. */
  explains: readonly string[];
  change?: Change;
};
