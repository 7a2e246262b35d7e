/** What differs from run to run in a violation: ids, digests, times, numbers, and the step that an error names. */
const details = /\binc-[\w-]+|\b[0-9a-f]{12,}\b|\d[\d:.,TZ-]*/g;

/** The violation without what differs from run to run. */
export const kindOf = (violation: string): string => violation.replaceAll(details, '*');

/** Whether one of these runs into what `violation` says, whatever its ids and times are. */
export const breaksSame = (violation: string, others: readonly string[]): boolean =>
  others.some((other) => kindOf(other) === kindOf(violation));
