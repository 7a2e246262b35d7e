import { describe, expect, it } from 'vitest';
import { correlationWrite, joinedWrite, readCorrelation } from '../../../core/incident/correlation-item.ts';
import { keys } from '../../../core/incident/keys.ts';
import { purgeAt } from '../../../core/incident/step.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { alarm, later } from '../../support/incident.ts';

const scope = 'Deployment/checkout/payments-api';
const at = later(60);
const known = { incidentId: 'inc-1', version: 3, alarms: [] };
const next = { ...known, version: 4 };
const item = { ...keys.correlation(scope), ...next, purgeAt: purgeAt(at) };

describe('what is known of the alarms of a resource', () => {
  it('is created once', () => expect(correlationWrite(scope, undefined, next, at)).toEqual({ kind: 'create', item }));

  it('is replaced only where nobody changed what was read', () =>
    expect(correlationWrite(scope, known, next, at)).toEqual({
      kind: 'replace',
      item,
      when: [
        { attribute: 'incidentId', is: 'equal', value: 'inc-1' },
        { attribute: 'version', is: 'equal', value: 3 },
      ],
    }));

  it('is read as it was written, and none where nothing was', async () => {
    const { table } = memoryTable(() => at);
    expect(await readCorrelation(table, scope)).toBeUndefined();
    await table.transact([correlationWrite(scope, undefined, next, at)]);
    expect(await readCorrelation(table, scope)).toMatchObject(next);
  });

  it('has a record of each alarm that joined, written anew when it fires again', () =>
    expect(joinedWrite('inc-1', alarm, at)).toEqual({
      kind: 'replace',
      item: {
        ...keys.correlated('inc-1', alarm.name),
        incidentId: 'inc-1',
        alarm: alarm.name,
        arn: alarm.arn,
        at: alarm.at,
        reason: alarm.reason,
        purgeAt: purgeAt(at),
      },
      when: [{ attribute: 'at', is: 'differs', value: alarm.at }],
    }));
});
