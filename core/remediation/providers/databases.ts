/** The part of an RDS instance that the actions read. */
export type DatabaseInstance = {
  id: string;
  engine: string;
  /** `available`, `modifying`, `storage-optimization` ... */
  status: string;
  instanceClass: string;
  storageGiB: number;
  multiAz: boolean;
  /** What was asked for and is not in place yet. */
  pending: { instanceClass?: string; storageGiB?: number };
};

/** Reads RDS instances. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`. */
export type DatabaseReader = { get(id: string): Promise<DatabaseInstance | undefined> };

/**
 * Changes RDS instances at once, not in their maintenance window; each call once, never repeated. An answer means that
 * the change was accepted: it takes minutes. Throws `PreconditionFailed` (refused, nothing changed), `NotPermitted`, or
 * `ProviderUnavailable` when the outcome is not known.
 */
export type DatabaseWriter = DatabaseReader & {
  modify(id: string, change: { instanceClass: string } | { storageGiB: number }): Promise<void>;
};
