import { describe, expect, it } from 'vitest';
import { UnknownAlarmEvent } from '../../../functions/alarm-handler/unknown-alarm-event.ts';
import { recorded, stage } from './stage.ts';

const record = (message: unknown) => ({ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(message) } });

describe('alarm-handler', () => {
  it('ignores INSUFFICIENT_DATA, and says so in the log', async () => {
    const { handle, all, log } = stage();
    expect(await handle(recorded('insufficient-data'))).toEqual([
      { kind: 'ignored', reason: 'INSUFFICIENT_DATA says neither that it is broken nor well' },
    ]);
    expect(all()).toEqual([]);
    expect(log.entries).toEqual([
      {
        level: 'info',
        message: 'alarm ignored',
        facts: expect.objectContaining({ state: 'INSUFFICIENT_DATA' }),
        trace: {},
      },
    ]);
  });

  it('takes in every alarm of an SNS event', async () => {
    const { handle } = stage();
    expect(await handle(recorded('sns-several'))).toMatchObject([
      { kind: 'opened', status: 'report_only' },
      { kind: 'opened', status: 'report_only' },
    ]);
  });

  it('throws one clear line for an event of unknown shape, so that it waits in the dead-letter queue', async () => {
    const { handle } = stage();
    const failed = handle({ hello: 'world' });
    await expect(failed).rejects.toThrow(UnknownAlarmEvent);
    await expect(failed).rejects.toThrow(
      /^no alarm: expected an EventBridge .* event, a direct alarm payload or SNS Records$/,
    );
    await expect(failed).rejects.toMatchObject({ name: 'UnknownAlarmEvent', retryable: false });
  });

  it('takes in what it understands before it throws for the rest', async () => {
    const { handle, all } = stage();
    const event = { Records: [record('lunch?'), record(recorded('eks-oomkilled'))] };
    await expect(handle(event)).rejects.toThrow(UnknownAlarmEvent);
    expect(all().filter(({ sk }) => sk === 'STATE')).toHaveLength(1);
    await expect(handle(event)).rejects.toThrow(UnknownAlarmEvent);
    expect(all().filter(({ sk }) => sk === 'STATE')).toHaveLength(1);
  });

  it('counts what became of the alarms', async () => {
    const { handle, meter } = stage();
    await handle(recorded('eks-oomkilled'));
    await handle(recorded('eks-oomkilled-ok'));
    expect([...meter.counts]).toEqual([
      ['Alarm_opened', 1],
      ['Alarm_self_recovered', 1],
    ]);
  });
});
