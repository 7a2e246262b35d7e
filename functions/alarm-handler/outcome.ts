import type { Stack } from '../../core/incident/stack.ts';
import type { Hub } from '../../core/incident/hub.ts';
import type { Table } from '../../core/incident/table.ts';
import type { Versions } from '../../core/incident/step.ts';
import type { PolicyLayer } from '../../core/policy/layer.ts';
import type { Clock, Log, Meter, Once } from '../../core/runtime/effects.ts';

export type Deps = {
  table: Table;
  policy: Pick<PolicyLayer, 'profiles' | 'runbooks' | 'runtimeSecurity'>;
  hub: Hub;
  versions: Versions;
  /** What this system is, so that its own alarms are known. */
  stack: Stack;
  /** The cluster whose agents write the log group that is subscribed to. */
  cluster?: string;
  once: Once;
  /** Waits between `from` and `to` milliseconds, at random. */
  pause: (from: number, to: number) => Promise<unknown>;
  now: Clock;
  log: Log;
  meter: Meter;
};

/** What became of one alarm of an event. */
export type Outcome =
  | { kind: 'opened'; incidentId: string; status: 'detected' | 'report_only' }
  /** The resource already has an open incident; the alarm is recorded with it. */
  | { kind: 'correlated'; incidentId: string }
  /** This state change was taken in before, whatever became of it then. */
  | { kind: 'duplicate'; incidentId: string }
  /** The last firing alarm of the incident went OK before execution. */
  | { kind: 'self_recovered'; incidentId: string }
  /** The alarm went OK, others of its incident still fire. */
  | { kind: 'still_firing'; incidentId: string }
  /** The same, but the resource's incidents recovered twice lately: this one stays open for when it fires again. */
  | { kind: 'flapping'; incidentId: string }
  /** Of an account or a region that is not ours: nothing is opened, and the audit has a fact of it. */
  | { kind: 'foreign'; reason: string }
  | { kind: 'ignored'; reason: string };
