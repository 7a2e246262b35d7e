import { describe, expect, it } from 'vitest';
import { oomEvent, stage } from './stage.ts';

const other = '210987654321';
/** The same alarm of the same names, from somewhere else. */
const from = (account: string, region = 'eu-central-1', minute = 10, state: 'ALARM' | 'OK' = 'ALARM') => ({
  ...oomEvent('checkout-oom', state, minute),
  accountId: account,
  region,
  alarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:checkout-oom`,
});

describe('an alarm of another account or region', () => {
  it.each([
    ['an account that nobody named', '999999999999', 'eu-central-1', /^account 999999999999 is neither/],
    ['another region of our own account', '123456789012', 'us-east-1', /^region us-east-1 is not ours/],
    ['another region of a spoke', other, 'us-east-1', /^region us-east-1 is not ours/],
  ])('opens nothing for %s, and leaves a fact, a count and a line', async (_whose, account, region, reason) => {
    const { handle, all, log, meter } = stage();
    expect(await handle(from(account, region))).toEqual([{ kind: 'foreign', reason: expect.stringMatching(reason) }]);
    await handle(from(account, region));
    expect(all()).toEqual([
      expect.objectContaining({
        pk: 'AUDIT#2026-11-20T02',
        fact: 'foreign_alarm',
        by: 'alarm-handler',
        account,
        region,
      }),
    ]);
    expect([...meter.counts]).toEqual([['Alarm_foreign', 2]]);
    expect(log.entries[0]).toMatchObject({
      message: 'alarm foreign',
      facts: { reason: expect.stringMatching(reason) },
    });
  });

  it('ends no incident of ours when one of the same name recovers there', async () => {
    const { handle, incident } = stage();
    const [opened] = await handle(from('123456789012'));
    if (opened?.kind !== 'opened') throw new Error('expected an incident');
    expect(await handle(from('999999999999', 'eu-central-1', 12, 'OK'))).toMatchObject([{ kind: 'foreign' }]);
    expect(await incident(opened.incidentId)).toMatchObject({ status: 'detected' });
  });
});

describe('an alarm of a spoke', () => {
  it('opens an incident that names the account, and is no part of ours of the same name', async () => {
    const { handle, incident } = stage();
    const [own, spoke] = [...(await handle(from('123456789012'))), ...(await handle(from(other)))];
    if (own?.kind !== 'opened' || spoke?.kind !== 'opened') throw new Error('expected two incidents');
    expect(await incident(own.incidentId)).not.toHaveProperty('spoke');
    expect(await incident(spoke.incidentId)).toMatchObject({ spoke: other, status: 'detected' });
    await handle(from(other, 'eu-central-1', 12, 'OK'));
    expect((await incident(spoke.incidentId)).status).toBe('self_recovered');
    expect((await incident(own.incidentId)).status).toBe('detected');
  });
});
