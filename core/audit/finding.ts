export const problems = ['altered', 'removed', 'reordered', 'truncated', 'forged'] as const;

/**
 * Something in the audit trail that is not as it was written. `altered`: a record is not what was linked; `removed`:
 * records are missing in the middle; `reordered`: a record is not in its place; `truncated`: a chain is shorter than a
 * signed head says; `forged`: a head's signature is not the key's, or a record is older than heads that do not know it.
 */
export type Finding = {
  problem: (typeof problems)[number];
  /** The chain, or `heads`. */
  where: string;
  /** The record's number; absent for heads. */
  number?: number;
  /** One line for a person. */
  detail: string;
};
