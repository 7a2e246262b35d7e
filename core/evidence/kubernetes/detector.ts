import type { Finding } from '../facts.ts';
import type { LogLine } from '../ports.ts';
import type { Measured, Probe, Topology } from '../gathered.ts';
import type { Cluster } from './cluster.ts';

/** What a detector may look at. */
export type Seen = {
  cluster: Cluster;
  metrics: readonly Measured[];
  logs: readonly LogLine[];
  probes: readonly Probe[];
  /** Responses of read calls by `service:Operation`. */
  described: Readonly<Record<string, unknown>>;
  topology?: Topology;
  /** What ended or was reported before this is history. */
  since: Date;
  /** When the evidence was gathered. */
  now: Date;
};

/** One family of faults: pure, never throws, finds nothing where it sees nothing. */
export type Detector = (seen: Seen) => readonly Finding[];
