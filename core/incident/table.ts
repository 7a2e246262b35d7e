/** The table as the domain sees it: items by key, conditional writes, all or nothing. */
export type Key = { pk: string; sk: string };
export type Scalar = string | number | boolean;
export type Item = Key & Record<string, unknown>;

/** What must be true of the stored item. `differs` also holds when the attribute or the whole item is absent. */
export type Condition =
  | { attribute: string; is: 'equal' | 'differs' | 'before' | 'after'; value: Scalar }
  | { attribute: string; is: 'absent' };

export type Write =
  | { kind: 'create'; item: Item }
  | { kind: 'replace'; item: Item; when: readonly Condition[] }
  | { kind: 'delete'; key: Key; when: readonly Condition[] }
  | { kind: 'check'; key: Key; when: readonly Condition[] };

/** `lost`: at least one condition did not hold and nothing was written; `failed` are the indexes of those writes. */
export type Committed = { kind: 'committed' } | { kind: 'lost'; failed: number[] };

export type Table = {
  /** Strongly consistent. */
  get(key: Key): Promise<Item | undefined>;
  /**
   * 1 to 100 different items by one request, each strongly consistent, in the order of the keys. Not one snapshot: items
   * that change together may be seen before and after.
   */
  getAll(keys: readonly Key[]): Promise<(Item | undefined)[]>;
  /** Strongly consistent, ascending by sort key, all pages. */
  list(pk: string, prefix?: string): Promise<Item[]>;
  /** The last items of a partition by sort key, the last one first, at most `limit`; strongly consistent. */
  newest(pk: string, limit: number): Promise<Item[]>;
  /** Incidents whose `due.at` is at or before `at`, earliest first, at most `limit`; eventually consistent. */
  due(at: Date, limit: number): Promise<Key[]>;
  /** Incidents in a status, newest first, at most `limit`; eventually consistent. */
  byStatus(status: string, limit: number): Promise<Key[]>;
  /** All writes or none. Throws only for what is no condition: throttling, access, network. */
  transact(writes: readonly Write[]): Promise<Committed>;
};

/** The attributes the indexes are built on; an item without them is in no index. */
export const indexes = {
  byStatus: { name: 'by-status', partition: 'status', sort: 'changedAt' },
  byDeadline: { name: 'by-deadline', partition: 'waiting', sort: 'dueAt' },
} as const;
/** The one partition of the deadline index: at 1,000 open incidents a minute it holds far less than its 1,000 WCU. */
export const waiting = 'WAITING';
