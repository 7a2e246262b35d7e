/** The part of a Lambda function that the actions read. */
export type FunctionSettings = {
  name: string;
  memoryMiB: number;
  /** Null: the function shares what the account has. */
  reservedConcurrency: number | null;
  /** Concurrency of the account that no function has reserved; 100 of it must stay. */
  unreservedConcurrency: number;
  /** True while an update of the function is under way. */
  updating: boolean;
  /** Changes with every update; a precondition of the next one. */
  revisionId: string;
};

/** Reads Lambda functions. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`. */
export type FunctionReader = { get(name: string): Promise<FunctionSettings | undefined> };

/**
 * Changes Lambda functions; each call once, never repeated. Throws `PreconditionFailed` (refused, nothing changed),
 * `NotPermitted`, or `ProviderUnavailable` when the outcome is not known.
 */
export type FunctionWriter = FunctionReader & {
  /** Refused when the function is no longer of this revision. */
  setMemory(name: string, memoryMiB: number, revisionId: string): Promise<void>;
  /** Null takes the reservation away. */
  setReservedConcurrency(name: string, count: number | null): Promise<void>;
};
