import type { Resource } from '../resource.ts';

/** Where a process runs: a container of a pod. */
export type PodPlace = {
  namespace: string;
  pod: string;
  /** The workload that keeps the pod: what the agent said, or what the pod's name says. */
  workload: Resource;
  container?: string;
  containerStartedAt?: string;
};

/** A process as an agent on its node saw it. Texts are bounded, visible and without secrets. */
export type Process = {
  /** One execution on one node: base64 of node, start and pid. */
  execId: string;
  parentExecId?: string;
  pid: number;
  uid?: number;
  binary: string;
  arguments: string;
  /** What executing it changed: a set-uid bit, file capabilities, as the agent names it. */
  raised?: string;
  place?: PodPlace;
};

export type Happened =
  | { kind: 'exec' }
  | { kind: 'file'; path: string; access: 'read' | 'write' | 'open' }
  | { kind: 'connect'; address: string; port: number }
  /** The process became this user, by this call. */
  | { kind: 'user'; uid: number; call: string }
  /** The process went into another namespace of the kernel. */
  | { kind: 'namespace'; call: string }
  | { kind: 'module'; name: string; trusted: boolean }
  /** A network policy refused traffic. */
  | { kind: 'denied'; from: PodPlace; to: string; port?: number }
  /** Known, and no rule is about it: an exit, a listening socket, a function that only a policy of yours watches. */
  | { kind: 'other'; what: string };

/** One thing that happened inside a node or a pod, whichever agent reported it and in whichever form. */
export type RuntimeEvent = {
  /** UTC with milliseconds. */
  at: string;
  node?: string;
  process?: Process;
  parent?: Process;
  happened: Happened;
  /** The agent did not let it happen. */
  blocked: boolean;
};

/** One line of a log as an event, or why it is none. */
export type ReadLine = { kind: 'event'; event: RuntimeEvent } | { kind: 'refused'; reason: string };
