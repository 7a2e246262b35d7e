import type { NetworkInterface } from '../../core/remediation/ec2/port.ts';
import { type AlarmName, alarmPeriodSeconds, alarmStateAt } from './alarms.ts';
import { interfacesApi } from './network-interfaces.ts';
import { type Served, servedMetrics } from './served-metrics.ts';
import { type AlarmFacts, stateChange } from './state-change.ts';
import type { Subject, Workload } from './world.ts';

/** A gateway address that two nodes can hold, one at a time; a prober asks it for an answer all the time. */
export type GatewaySpec = {
  address: string;
  subnetId: string;
  /** The node that holds the address and does not answer since `since`. */
  failed: { id: string; primary: string };
  /** The node that is to take over. */
  standby: { id: string; primary: string; sourceDestCheck: boolean };
  alarm: AlarmName;
  since: Date;
  /** False: the standby does not answer either, whatever it is given. */
  standbyAnswers: boolean;
};

/** Routers in the subnet have learnt of the new holder this long after it has the address and forwards. */
const takeoverMs = 20_000;
/** The one security group of both nodes. */
const securityGroups = ['sg-0a1b2c3d4e5f60001'];
const days = 86_400_000;

type Gateway = { spec: GatewaySpec; history: { at: Date; ready: boolean }[] };

/** True while probes of the gateway get no answer. */
const failsAt = ({ spec, history }: Gateway, t: Date): boolean => {
  const ready = (at: Date): boolean => history.findLast((one) => one.at <= at)?.ready ?? false;
  if (t < spec.since) return false;
  return !(spec.standbyAnswers && ready(t) && ready(new Date(t.getTime() - takeoverMs)));
};

/** One sample a minute, data or not: a prober that is alive says 0 or 1. */
const served: Readonly<Record<string, Served<Gateway>>> = {
  'Sovereign/Gateway/GatewayProbeFailed': {
    dimensions: ({ spec }) => ({ GatewayAddress: spec.address, NetworkInterfaceId: spec.failed.id }),
    sample: (gateway, from, to) => (failsAt(gateway, from) || failsAt(gateway, new Date(to.getTime() - 1)) ? 1 : 0),
  },
};

const alarmOf = ({ spec }: Gateway): AlarmFacts => ({
  ...spec.alarm,
  description: `Probes of the gateway address ${spec.address} get no answer`,
  threshold: 0,
  bad: 1,
  good: 0,
  statistic: 'Maximum',
  periodSeconds: alarmPeriodSeconds,
  datapoints: 1,
  metrics: [
    {
      namespace: 'Sovereign/Gateway',
      name: 'GatewayProbeFailed',
      dimensions: { GatewayAddress: spec.address, NetworkInterfaceId: spec.failed.id },
    },
  ],
});

const subjectOf = (gateway: Gateway): Subject => ({
  name: gateway.spec.address,
  alarm: gateway.spec.alarm,
  alarmAt: (t) => alarmStateAt((at) => failsAt(gateway, at), t),
  alarmEvent: (state, at) => stateChange(alarmOf(gateway), state, at),
});

const interfacesOf = ({ address, subnetId, failed, standby }: GatewaySpec): Map<string, NetworkInterface> =>
  new Map([
    [
      failed.id,
      {
        id: failed.id,
        subnetId,
        sourceDestCheck: false,
        securityGroups,
        addresses: [
          { address: failed.primary, primary: true },
          { address, primary: false },
        ],
      },
    ],
    [
      standby.id,
      {
        id: standby.id,
        subnetId,
        sourceDestCheck: standby.sourceDestCheck,
        securityGroups,
        addresses: [{ address: standby.primary, primary: true }],
      },
    ],
  ]);

/** The two interfaces of a gateway, its probe metric and its alarm, as the ports see them. */
export const simulatedGateway = (
  spec: GatewaySpec,
  now: () => Date,
): Workload & { interfaces: ReadonlyMap<string, NetworkInterface> } => {
  const interfaces = interfacesOf(spec);
  const isReady = (): boolean => {
    const standby = interfaces.get(spec.standby.id);
    const holds = standby?.addresses.some(({ address }) => address === spec.address) ?? false;
    return holds && standby?.sourceDestCheck === false;
  };
  const gateway: Gateway = { spec, history: [{ at: new Date(now().getTime() - 3 * days), ready: false }] };
  const ec2 = interfacesApi(interfaces, () => gateway.history.push({ at: now(), ready: isReady() }));
  return {
    interfaces,
    subjects: [subjectOf(gateway)],
    metrics: servedMetrics(served, [gateway], now),
    readers: { ec2: { get: ec2.get, holders: ec2.holders } },
    writers: { ec2 },
  };
};
