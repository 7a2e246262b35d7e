import type { Change } from '../gathered.ts';

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
