import { CloudWatchClient, PutMetricDataCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../../../core/runtime/policy-source.ts';
import { agent } from '../../../../local/endpoint/agent.ts';
import { eksOomkilled } from '../../../../local/scenarios/eks-oomkilled.ts';
import { worldFor } from '../../../../local/scenarios/world.ts';
import { mockedClient } from '../../../support/mocked-client.ts';

const cloudWatch = mockedClient(CloudWatchClient);
const logs = mockedClient(CloudWatchLogsClient);
beforeEach(() => {
  cloudWatch.reset();
  logs.reset();
});

const { runbooks } = loadPolicyLayer('layers/policy');
const clients = {
  cloudWatch: new CloudWatchClient({ region: 'eu-central-1' }),
  logs: new CloudWatchLogsClient({ region: 'eu-central-1' }),
};
const minutes = (n: number) => new Date(Date.UTC(2026, 2, 2, 2, 10, 30) + n * 60_000);

/** A world of the one scenario that has metrics, logs and an alarm, and a stand-in that is told when to follow. */
const stage = (history: boolean) => {
  let now = minutes(0);
  const world = worldFor(eksOomkilled, () => now);
  let followed = 0;
  const mirror = async (): Promise<void> => void (followed += 1);
  const standIn = { mirror, seed: async () => [], find: async () => [], read: async () => ({}) };
  const found = () => ({ trouble: eksOomkilled.troubles[0], names: new Map() });
  const measure = agent({ clients, standIns: [{ ...standIn, found }], runbooks, history });
  return {
    world,
    followed: () => followed,
    measureAt: (at: Date) => {
      now = at;
      return measure(world, at);
    },
  };
};

/** The moments of everything that was put, by what it is of. */
const putTimes = () => {
  const data = cloudWatch.commandCalls(PutMetricDataCommand).flatMap(({ args }) => args[0].input.MetricData ?? []);
  const memory = data.filter(({ MetricName }) => MetricName === 'pod_memory_utilization_over_pod_limit');
  const lines = logs.commandCalls(PutLogEventsCommand).flatMap(({ args }) => args[0].input.logEvents ?? []);
  return {
    memory: memory.map(({ Timestamp }) => Timestamp?.getTime() ?? 0),
    lines: lines.map(({ timestamp }) => timestamp ?? 0),
  };
};

describe('the agent at an endpoint', () => {
  it('publishes three hours of whole minutes at first, and each later minute once, when it is over', async () => {
    const { measureAt } = stage(true);
    await measureAt(minutes(0));
    const first = putTimes();
    expect(first.memory).toHaveLength(180);
    expect(Math.max(...first.memory)).toBe(minutes(-1).getTime() - 30_000);
    expect(first.lines.length).toBeGreaterThan(0);

    await measureAt(new Date(minutes(0).getTime() + 20_000));
    expect(putTimes()).toEqual(first);
    await measureAt(minutes(2));
    const { memory, lines } = putTimes();
    expect(memory.slice(180)).toEqual([minutes(0).getTime() - 30_000, minutes(1).getTime() - 30_000]);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it('publishes nothing of the time before it began where the measurements are there', async () => {
    const { measureAt } = stage(false);
    await measureAt(minutes(0));
    expect(putTimes()).toEqual({ memory: [], lines: [] });
    await measureAt(minutes(1));
    expect(putTimes().memory).toEqual([minutes(0).getTime() - 30_000]);
  });

  it('sets an alarm when its state is another one, after the world has followed the resources', async () => {
    const { world, measureAt, followed } = stage(false);
    await measureAt(minutes(0));
    await measureAt(minutes(1));
    world.cluster.recover('payments-api');
    await measureAt(minutes(3));
    const states = cloudWatch.commandCalls(SetAlarmStateCommand).map(({ args }) => args[0].input);
    expect(states).toMatchObject([
      { AlarmName: 'checkout-payments-api-oomkilled', StateValue: 'ALARM' },
      { AlarmName: 'checkout-payments-api-oomkilled', StateValue: 'OK' },
    ]);
    expect(followed()).toBe(3);
  });

  it('writes to the log groups and streams of an earlier run', async () => {
    logs.rejects(new ResourceAlreadyExistsException({ message: 'there', $metadata: {} }));
    logs.on(PutLogEventsCommand).resolves({});
    await stage(true).measureAt(minutes(0));
    expect(putTimes().lines.length).toBeGreaterThan(0);
  });
});
