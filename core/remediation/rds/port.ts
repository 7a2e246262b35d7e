/** The part of an RDS instance that the actions read. */
export type DatabaseInstance = {
  id: string;
  engine: string;
  /** `available`, `modifying`, `storage-optimization` ... */
  status: string;
  instanceClass: string;
  storageGiB: number;
  /** `gp3`, `io2` ... */
  storageType: string;
  iops: number | null;
  /** What was asked for and is not in place yet; `others` are the names of all fields but these two. */
  pending: { instanceClass?: string; storageGiB?: number; others: readonly string[] };
};

/** Reads RDS instances. Throws `NotPermitted`, `ServiceRefused` or `ServiceUnavailable`. */
export type DatabaseReader = { get(id: string): Promise<DatabaseInstance | undefined> };

/** One change of an instance. `iops` are those it has: RDS wants them repeated where they are provisioned. */
export type DatabaseChange = { instanceClass: string } | { storageGiB: number; iops?: number };

/**
 * Changes RDS instances at once, not in their maintenance window, and with that everything else that is pending on them;
 * each call once, never repeated. An answer means that the change was accepted: it takes minutes. Throws
 * `PreconditionFailed` (refused, nothing changed), `NotPermitted`, or `ProviderUnavailable` when the outcome is not known.
 */
export type DatabaseWriter = DatabaseReader & { modify(id: string, change: DatabaseChange): Promise<void> };
