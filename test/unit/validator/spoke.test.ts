import { describe, expect, it } from 'vitest';
import { signalsFor } from '../../../functions/validator/signals-for.ts';
import { alarm, hub, incident } from '../../support/incident.ts';
import { noSpokes } from '../../support/spoke.ts';

const account = '210987654321';
const of = (account: string) => incident({ alarm: { ...alarm, account } });

describe('the signals that a change is judged by', () => {
  const signals = () => ({
    metrics: { read: async () => [] },
    alarms: { state: async (): Promise<'OK'> => 'OK' },
  });
  const [ours, theirs] = [{ ...signals(), hub, spokeSignals: noSpokes.spokeSignals }, signals()];

  it('are those of the account of the alarm', async () => {
    expect(await signalsFor(ours, of(hub.account))).toBe(ours);
    expect(await signalsFor({ ...ours, spokeSignals: async () => theirs }, of(account))).toBe(theirs);
  });

  it('are those of no account that is not one of ours', async () =>
    expect(signalsFor(ours, of('999999999999'))).rejects.toMatchObject({ name: 'NotPermitted' }));
});
