import type { Incident } from '../../../core/incident/incident.ts';
import type { Resource } from '../../../core/incident/resource.ts';
import type { Notice } from '../../../core/approval/ports.ts';
import type { SessionRequest } from '../../../core/remediation/ports.ts';
import type { PlannedAction } from '../../../core/remediation/proposal.ts';
import type { Provider } from '../../../core/remediation/provider.ts';
import type { LocalPorts } from '../../../local/ports.ts';
import type { DeadLetter } from '../../../local/engine/types.ts';
import type { World } from '../../../local/workload/world.ts';
import type { Entered, Ledger } from '../ledger.ts';
import type { Brakes } from './brakes.ts';
import type { Diff, View } from './resource-view.ts';
import type { Proven } from './proofs.ts';

/** One run of a function: of which, since when, about which incident in which status where its event says so, and the claims it took. */
export type Invocation = {
  function: string;
  at: Date;
  incidentId: string | undefined;
  status: string | undefined;
  claimed: Set<string>;
};

/** What a run shows to its invariants: everything below every fault and every planted bug. */
export type Scene = {
  now(): Date;
  /** By how much the clock of a function may be wrong, in milliseconds. */
  skewMs: number;
  ledger: Ledger;
  ports(): LocalPorts;
  world(): World;
  brakes: Brakes;
  /** The run in which something happens now; undefined for people, the world and whoever writes past the functions. */
  running(): Invocation | undefined;
  /** Something to find out at this moment for which promises have to settle first. */
  soon(problems: Promise<readonly string[]>): void;
};

export type Transaction = Entered & { at: Date; by: Invocation | undefined };

/** A mutating call at the moment before it is made. */
export type Change = {
  at: Date;
  by: Invocation | undefined;
  /** What the session was opened for. */
  request: SessionRequest;
  provider: Provider;
  /** The name of the call and everything it was given. */
  call: string;
  args: readonly unknown[];
  target: Resource;
  /** The name of the target in leases. */
  resource: string;
  incident: Incident;
  way: 'apply' | 'undo';
  /** What the proofs of the change allow, or why nothing. */
  proven: Proven | string;
  /** The approved action that it is the call of, and the key it is claimed by; undefined when there is none. */
  planned: PlannedAction | undefined;
  key: string;
  /** How often a call was made by this key, this one included. */
  times: number;
  before: View;
};

/** What an outcome is judged by: the call, and what it did to the resource. */
export type Effect = Change & { diff: Diff };

export type End = {
  deadLetters: readonly DeadLetter[];
  /** Whether something was made to go wrong in a function. */
  blamed(name: string): boolean;
};

/** What must hold. Every check says what is wrong, one line each, and alters nothing. */
export type Invariant = {
  /** After each committed transaction; nothing else can change the table. */
  transaction?(transaction: Transaction): readonly string[];
  session?(request: SessionRequest, incident: Incident | undefined): readonly string[] | Promise<readonly string[]>;
  change?(change: Change): readonly string[] | Promise<readonly string[]>;
  effect?(effect: Effect): readonly string[];
  notice?(notice: Notice): readonly string[];
  /** What a model is asked. */
  prompt?(text: string): readonly string[];
  /** An object that the audit bucket took in. */
  audited?(key: string, body: string): readonly string[];
  /** When the run is over and every late delivery has come. */
  end?(end: End): readonly string[] | Promise<readonly string[]>;
};
export type MakeInvariant = (scene: Scene) => Invariant;
