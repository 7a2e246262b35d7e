import type { Status } from '../../core/incident/lifecycle.ts';
import type { Mode } from '../../core/remediation/mode.ts';
import type { AlarmName } from '../workload/alarms.ts';
import type { EcsServiceSpec } from '../workload/ecs-service.ts';
import type { Act } from '../workload/intrusions/acts.ts';
import type { RolloutSpec } from '../workload/rollouts/rollout.ts';

/** Which decision is made: by these approvers in this order, by nobody. */
export type Decision = { kind: 'approve'; by: readonly string[] } | { kind: 'reject'; by: string } | { kind: 'none' };

/** A workload of the simulated cluster whose alarm fires. What it needs is what would really cure it. */
export type AppTrouble = {
  kind: 'app';
  app: string;
  needs: { memory: string; replicas: number };
  /** Where it runs, where that is not the cluster of the scenarios. */
  at?: { cluster: string; namespace: string; alarm: AlarmName };
};

/** The node that holds a gateway's address does not answer; a standby is there. */
export type GatewayTrouble = {
  kind: 'gateway';
  /** Whether the standby forwards already. */
  standbyForwards: boolean;
  /** Whether it answers once it has the address. */
  standbyAnswers: boolean;
  /** The ids of its subnet and interfaces, where those are not the ones of the policy's sample. */
  at?: { subnetId: string; failed: string; standby: string };
};

/** An RDS instance that has almost no storage left, or no connection. */
export type DatabaseTrouble = {
  kind: 'database';
  instance: string;
  lacks: 'storage' | 'connections';
  alarm?: AlarmName;
};

/** A Lambda function whose requests need this many executions at a time, and which may have fewer. */
export type FunctionTrouble = { kind: 'function'; function: string; needs: number; alarm?: AlarmName };

/** Where an ECS service runs and what watches it, where that is not as in the scenarios. */
type EcsPlace = { cluster?: string; account: string; region: string; alarm: EcsServiceSpec['alarm'] };

/** An ECS service that needs more tasks than it has, or whose new version fails: curable when the old one does not. */
export type EcsTrouble =
  | { kind: 'ecs-overload'; service: string; needsTasks: number; watches?: 'cpu' | 'latency'; at?: EcsPlace }
  | { kind: 'ecs-bad-deploy'; service: string; curable: boolean; at?: EcsPlace };

/**
 * A Deployment whose last rollout is wrong: its image does not exist, it asks for more CPU than a node has, its probe asks a
 * wrong port, or it answers with errors. `nothing`: it was not rolled out, and its alarm fires for a restart of yesterday.
 */
export type RolloutTrouble = {
  kind: 'rollout';
  app: string;
  wrong: 'image' | 'cpu' | 'probe' | 'errors' | 'nothing';
  /** Its alarm is the burn rate of an objective. */
  slo?: true;
  /** Where it runs, what stands in front of it and its alarm, where that is not as in the scenarios. */
  at?: { cluster: string; namespace: string; targets?: RolloutSpec['targets']; alarm: AlarmName };
};

/** Somebody is in a Deployment who should not be, or nobody is and agents tell of ten thousand things. */
export type IntrusionTrouble = {
  kind: 'intrusion';
  app: string;
  act: Act;
  at?: { cluster: string; namespace: string };
};

/** A service of the account costs more than usual: Cost Anomaly Detection says so, and nothing is there to repair. */
export type SpendTrouble = { kind: 'spend'; alarm?: AlarmName };

/** An EC2 instance of which GuardDuty reports a threat. */
export type InstanceTrouble = { kind: 'instance'; instance: string; networkInterface: string; alarm: AlarmName };

/** What goes wrong: the alarm of each fires when the incident before it has ended. */
export type Trouble =
  | AppTrouble
  | RolloutTrouble
  | EcsTrouble
  | GatewayTrouble
  | DatabaseTrouble
  | FunctionTrouble
  | IntrusionTrouble
  | InstanceTrouble
  | SpendTrouble;

/** Something that happens from outside, as soon as the incident number `incident` (from 0) reaches a status. */
export type Hook = {
  when: Status;
  afterSeconds: number;
  does: { kind: 'someone-sets-memory'; app: string; limit: string } | { kind: 'recovers'; app: string };
};

/**
 * What goes wrong inside, once, at the executor's first patch of an object of this kind: the API server makes no change
 * and says so by an error, or the change is made and the process dies before it hears of it.
 */
export type Fault = { kind: 'call-fails' | 'executor-dies'; changing: 'Deployment' | 'HorizontalPodAutoscaler' };

/** The state in which an incident ends, or that there is none. */
export type End = Status | 'none';

/** A story of the embedded stack: what the world is like, what happens, who decides, and how it must end. */
export type Scenario = {
  name: string;
  description: string;
  /** The alarms that fire, each one when the incident before it has ended. */
  troubles: readonly [Trouble, ...Trouble[]];
  /** Where the system is at home; the account and region of the samples without it. */
  home?: { account: string; region: string };
  hooks: readonly Hook[];
  fault?: Fault;
  model: 'none' | 'down';
  execution: 'enabled' | 'disabled';
  mode: Mode;
  /** What is decided where nobody says otherwise. */
  decision: Decision;
  /** The state of the last incident for each kind of decision. */
  ends: Readonly<Record<Decision['kind'], End>>;
};

/** The need that the recorded remedy (twice the memory, one replica more) meets. */
export const curable = { memory: '1Gi', replicas: 3 } as const;
/** A need that no proposal within the policy meets. */
export const incurable = { memory: '6Gi', replicas: 3 } as const;

const alice = { kind: 'approve', by: ['alice'] } as const;

/** The path everything else is a variation of. */
export const base = {
  troubles: [{ kind: 'app', app: 'payments-api', needs: curable }],
  hooks: [],
  model: 'none',
  execution: 'enabled',
  mode: 'execute',
  decision: alice,
  ends: { approve: 'resolved', reject: 'rejected', none: 'expired' },
} as const satisfies Omit<Scenario, 'name' | 'description'>;
