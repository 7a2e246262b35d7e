import { describe, expect, it } from 'vitest';
import { portOf } from '../../../../core/remediation/provider.ts';
import { lambdaThrottles } from '../../../../local/scenarios/lambda-throttles.ts';
import { worldFor } from '../../../../local/scenarios/world.ts';

const start = new Date('2026-03-02T02:10:00.000Z');
const alarm = 'invoice-render-throttles';

const world = () => {
  let now = start.getTime();
  const clock = () => new Date(now);
  const made = worldFor(lambdaThrottles, clock);
  const metric = async (name: string, minutes = 1) => {
    const query = {
      id: name,
      namespace: 'AWS/Lambda',
      name,
      dimensions: { FunctionName: 'invoice-render' },
      stat: 'Sum',
      periodSeconds: 60,
    };
    const from = new Date(clock().getTime() - minutes * 60_000);
    const [series] = await made.metrics.read([query], { from, to: clock() });
    return series?.points.map(({ value }) => value) ?? [];
  };
  const pass = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { ...made, lambda: portOf(made.writers, 'lambda'), metric, pass };
};

describe('the simulated function', () => {
  it('has requests throttled since ten minutes, and runs as often at a time as it may', async () => {
    const w = world();
    expect((await w.metric('Throttles', 11)).slice(0, 2)).toEqual([0, 180]);
    expect(await w.metric('ConcurrentExecutions')).toEqual([10]);
    expect(await w.metric('Invocations', 11)).toEqual([150, ...Array.from({ length: 10 }, () => 300)]);
    expect(await w.alarms.state(alarm)).toBe('ALARM');
  });

  it.each([
    [15, 'ALARM', 30],
    [16, 'OK', 0],
    [40, 'OK', 0],
  ])('with %i reserved it is %s', async (reserved, state, throttles) => {
    const w = world();
    await w.lambda.setReservedConcurrency('invoice-render', reserved);
    expect(await w.alarms.state(alarm)).toBe('ALARM');
    w.pass(120);
    expect(await w.alarms.state(alarm)).toBe(state);
    expect(await w.metric('Throttles')).toEqual([throttles]);
    expect(await w.lambda.concurrency('invoice-render')).toEqual({ reserved, unreserved: 1000 - reserved });
  });

  it('is read by those who may only read, and changed by nobody else', () =>
    expect(Object.keys(world().readers.lambda ?? {})).toEqual(['configuration', 'concurrency']));
});
