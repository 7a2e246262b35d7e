import type { NetworkInterface } from '../../core/remediation/ec2/port.ts';
import type { AlarmName } from './alarms.ts';
import { interfacesApi } from './network-interfaces.ts';
import { type Served, servedMetrics } from './served-metrics.ts';
import type { Workload } from './world.ts';

/** An EC2 instance with one network interface, which sends what it should not. */
export type InstanceSpec = { instance: string; networkInterface: string; alarm: AlarmName };

const securityGroups = ['sg-0a1b2c3d4e5f60001'];
/** Packets a minute: of somebody at work, and of what security groups do not stop, such as questions for the time. */
const [atWork, cutOff] = [9_000, 12];
const days = 86_400_000;

type Instance = { spec: InstanceSpec; history: { at: Date; open: boolean }[] };

const served: Readonly<Record<string, Served<Instance>>> = {
  'AWS/EC2/NetworkPacketsOut': {
    dimensions: ({ spec }) => ({ InstanceId: spec.instance }),
    sample: ({ history }, from) => ((history.findLast(({ at }) => at <= from)?.open ?? true) ? atWork : cutOff),
  },
};

/** Instances of which GuardDuty tells: whatever group they had is what lets them send. */
export const simulatedInstance = (spec: InstanceSpec, now: () => Date): Workload => {
  const { networkInterface: id } = spec;
  const interfaces = new Map<string, NetworkInterface>([
    [
      id,
      {
        id,
        subnetId: 'subnet-0a1b2c3d4e5f60000',
        sourceDestCheck: true,
        securityGroups,
        addresses: [{ address: '10.20.1.11', primary: true }],
      },
    ],
  ]);
  const isOpen = (): boolean =>
    interfaces.get(id)?.securityGroups?.some((one) => securityGroups.includes(one)) ?? false;
  const instance: Instance = { spec, history: [{ at: new Date(now().getTime() - 3 * days), open: true }] };
  const ec2 = interfacesApi(interfaces, () => instance.history.push({ at: now(), open: isOpen() }));
  const unsaid = (): never => {
    throw new Error('a finding of GuardDuty is recorded, not simulated');
  };
  return {
    subjects: [{ name: spec.instance, alarm: spec.alarm, alarmAt: () => 'ALARM', alarmEvent: unsaid }],
    metrics: servedMetrics(served, [instance], now),
    readers: { ec2: { get: ec2.get, holders: ec2.holders } },
    writers: { ec2 },
  };
};
