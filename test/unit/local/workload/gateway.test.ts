import { describe, expect, it } from 'vitest';
import { normalizeAlarms } from '../../../../core/incident/normalize/normalize.ts';
import { portOf } from '../../../../core/remediation/provider.ts';
import { type GatewaySpec, simulatedGateway } from '../../../../local/workload/gateway.ts';
import { failed, moved, standby, subnet } from '../../../support/interfaces.ts';

const start = new Date('2026-03-02T02:10:00.000Z');

const gateway = (change: Partial<GatewaySpec> = {}) => {
  let now = start.getTime();
  const clock = () => new Date(now);
  const workload = simulatedGateway(
    {
      address: moved,
      subnetId: subnet.id,
      failed: { id: failed, primary: '10.20.1.11' },
      standby: { id: standby, primary: '10.20.1.12', sourceDestCheck: true },
      alarm: { name: 'checkout-gateway-unreachable', account: '123456789012', region: 'eu-central-1' },
      since: new Date(now - 600_000),
      standbyAnswers: true,
      ...change,
    },
    clock,
  );
  const query = {
    id: 'probe',
    namespace: 'Sovereign/Gateway',
    name: 'GatewayProbeFailed',
    dimensions: { GatewayAddress: moved, NetworkInterfaceId: failed },
    stat: 'Maximum',
    periodSeconds: 60,
  };
  return {
    workload,
    ec2: portOf(workload.writers, 'ec2'),
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    alarm: () => workload.subjects[0]?.alarmAt(clock()),
    probes: async (minutes: number) => {
      const [series] = await workload.metrics.read([query], { from: new Date(now - minutes * 60_000), to: clock() });
      return series?.points.map(({ value }) => value);
    },
  };
};
type Simulated = ReturnType<typeof gateway>;
const move = async ({ ec2 }: Simulated) => {
  await ec2.unassign(failed, moved);
  await ec2.assign(standby, moved);
};

describe('the simulated gateway', () => {
  it('is not answered for while the failed node holds the address, and was before', async () => {
    const g = gateway();
    expect(g.alarm()).toBe('ALARM');
    expect(await g.probes(12)).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('answers 20 seconds after the standby has the address and forwards, and the alarm is OK a minute later', async () => {
    const g = gateway();
    await move(g);
    await g.ec2.setSourceDestCheck(standby, false);
    g.pass(79);
    expect(g.alarm()).toBe('ALARM');
    g.pass(2);
    expect(g.alarm()).toBe('OK');
    g.pass(99);
    expect(await g.probes(3)).toEqual([1, 0, 0]);
  });

  it.each<[string, (g: Simulated) => Promise<void>, Partial<GatewaySpec>]>([
    ['without forwarding', move, {}],
    ['without the address', async ({ ec2 }) => ec2.setSourceDestCheck(standby, false), {}],
    [
      'when the standby is broken, too',
      async (g) => {
        await move(g);
        await g.ec2.setSourceDestCheck(standby, false);
      },
      { standbyAnswers: false },
    ],
  ])('does not answer %s', async (_what, change, spec) => {
    const g = gateway(spec);
    await change(g);
    g.pass(600);
    expect(g.alarm()).toBe('ALARM');
    expect(await g.probes(3)).toEqual([1, 1, 1]);
  });

  it('fires an alarm that names the interface and the address', () => {
    const event = gateway().workload.subjects[0]?.alarmEvent('ALARM', start);
    expect(JSON.stringify(normalizeAlarms(event))).toContain(
      `{"GatewayAddress":"${moved}","NetworkInterfaceId":"${failed}"}`,
    );
  });

  it('hands readers nothing that changes anything', () =>
    expect(Object.keys(portOf(gateway().workload.readers, 'ec2'))).toEqual(['get', 'holders']));
});
