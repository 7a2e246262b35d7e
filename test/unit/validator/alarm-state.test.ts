import { describe, expect, it } from 'vitest';
import { keys } from '../../../core/incident/keys.ts';
import { alarmState } from '../../../functions/validator/alarm-state.ts';
import { memoryTable } from '../../../local/engine/memory-table.ts';
import { alarm } from '../../support/incident.ts';

const since = new Date('2026-11-20T02:30:00.000Z');
const at = (minute: number) => `2026-11-20T02:${minute}:00.000Z`;

const stateOf = async (
  kind: 'metric' | 'runtime' | 'guardduty',
  items: readonly { sk: string; at?: string; body?: object }[],
) => {
  const { table } = memoryTable(() => since);
  const { pk } = keys.correlated('inc-1', '');
  await table.transact(items.map(({ sk, ...item }) => ({ kind: 'create', item: { pk, sk, ...item } })));
  const alarms = { state: async () => 'INSUFFICIENT_DATA' as const };
  return alarmState({ table, alarms }, { id: 'inc-1', alarm: { ...alarm, kind } }, alarm.name, since);
};

describe('the state of what an incident was opened for', () => {
  it('is that of CloudWatch for an alarm of CloudWatch', async () => {
    expect(await stateOf('metric', [{ sk: 'ALARM#x', at: at(40) }])).toBe('INSUFFICIENT_DATA');
  });

  it('is not known of an item that says no time', async () => {
    await expect(stateOf('runtime', [{ sk: 'FINDING#1', body: {} }])).rejects.toThrow();
  });

  it.each<[string, { sk: string; at?: string; body?: object }, string]>([
    ['OK where the last was found before', { sk: 'FINDING#1', body: { at: at(29) } }, 'OK'],
    ['ALARM where one was found since', { sk: 'FINDING#1', body: { at: at(30) } }, 'ALARM'],
    ['ALARM where one joined since', { sk: 'ALARM#x', at: at(31) }, 'ALARM'],
    ['OK where another joined before', { sk: 'ALARM#x', at: at(12) }, 'OK'],
  ])('is %s', async (_what, item, state) => {
    expect(await stateOf('runtime', [item])).toBe(state);
    expect(await stateOf('guardduty', [item])).toBe(state);
  });
});
