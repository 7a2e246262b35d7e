import { createHash } from 'node:crypto';
import { type Alarm, hasState } from './alarm.ts';
import { Correlation } from './correlate.ts';
import { keys } from './keys.ts';
import { purgeAt } from './step.ts';
import type { Table, Write } from './table.ts';

/** What is known of the alarms of a resource; `scope` is its `scopeKey`. */
export const readCorrelation = async (table: Table, scope: string): Promise<Correlation | undefined> => {
  const item = await table.get(keys.correlation(scope));
  return item === undefined ? undefined : Correlation.parse(item);
};

/** Stores `next` only if nobody changed what was read: `known` is what `next` was computed from. */
export const correlationWrite = (scope: string, known: Correlation | undefined, next: Correlation, at: Date): Write => {
  const item = { ...keys.correlation(scope), ...next, purgeAt: purgeAt(at) };
  if (known === undefined) return { kind: 'create', item };
  return {
    kind: 'replace',
    item,
    when: [
      { attribute: 'incidentId', is: 'equal', value: known.incidentId },
      { attribute: 'version', is: 'equal', value: known.version },
    ],
  };
};

/** A name is one alarm of CloudWatch; two findings may have the same one, and the same time. */
const recordOf = (alarm: Alarm): string =>
  hasState(alarm) ? alarm.name : `${alarm.name}#${createHash('sha256').update(alarm.arn).digest('hex').slice(0, 16)}`;

/** The record, for people, that an alarm joined an incident; firing again renews it. */
export const joinedWrite = (incidentId: string, alarm: Alarm, at: Date): Write => ({
  kind: 'replace',
  item: {
    ...keys.correlated(incidentId, recordOf(alarm)),
    incidentId,
    alarm: alarm.name,
    arn: alarm.arn,
    at: alarm.at,
    reason: alarm.reason,
    purgeAt: purgeAt(at),
  },
  when: [{ attribute: 'at', is: 'differs', value: alarm.at }],
});
