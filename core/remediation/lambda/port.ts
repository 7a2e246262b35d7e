/** The part of a function's configuration that the actions read. */
export type FunctionConfiguration = {
  memoryMiB: number;
  /** Of the last update; what a failed one left is not what runs. */
  lastUpdate: 'Successful' | 'InProgress' | 'Failed';
  /** Changes with every update; a precondition of the next one. */
  revisionId: string;
};

export type FunctionConcurrency = {
  /** Null: the function shares what the account has. */
  reserved: number | null;
  /** Of the account, in this region: what no function has reserved. */
  unreserved: number;
};

/**
 * Reads Lambda functions; undefined when there is none of this name. Two calls, because a session may make only those that
 * its action needs. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`.
 */
export type FunctionReader = {
  configuration(name: string): Promise<FunctionConfiguration | undefined>;
  concurrency(name: string): Promise<FunctionConcurrency | undefined>;
};

/**
 * Changes Lambda functions; each call once, never repeated. Throws `PreconditionFailed` (refused, nothing changed),
 * `NotPermitted`, or `ProviderUnavailable` when the outcome is not known.
 */
export type FunctionWriter = FunctionReader & {
  /** Of the unpublished version. Refused when the function is no longer of this revision. */
  setMemory(name: string, memoryMiB: number, revisionId: string): Promise<void>;
  setReservedConcurrency(name: string, count: number): Promise<void>;
};
