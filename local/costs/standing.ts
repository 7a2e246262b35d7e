import * as z from 'zod';
import { hoursOfMonth, type Prices } from './prices.ts';

/** A resource that exists, its properties worked out. */
export type Created = { type: string; properties: Readonly<Record<string, unknown>> };

/** Things of one kind that cost while they stand there: how many, and what all of them cost in an hour. */
export type Line = { what: string; count: number; usdPerHour: number };

const Endpoint = z.object({ VpcEndpointType: z.string() });
const Alarm = z.object({ Metrics: z.array(z.looseObject({ MetricStat: z.unknown().optional() })).optional() });
const Names = z.object({ Domains: z.array(z.unknown()).default([]) });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** What a stack costs before anything happens in it. An interface endpoint is charged in each of its `zones`. */
export const standingCosts = (created: readonly Created[], zones: number, price: Prices): Line[] => {
  const of = (type: string) => created.filter((one) => one.type === type).map(({ properties }) => properties);
  const interfaces = of('AWS::EC2::VPCEndpoint').filter(
    (one) => Endpoint.parse(one).VpcEndpointType === 'Interface',
  ).length;
  const keys = of('AWS::KMS::Key').length;
  const metrics = of('AWS::CloudWatch::Alarm').map((one) => {
    const { Metrics } = Alarm.parse(one);
    return Metrics === undefined ? 1 : Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length;
  });
  const dashboards = of('AWS::CloudWatch::Dashboard').length;
  const names = sum(of('AWS::Route53Resolver::FirewallDomainList').map((one) => Names.parse(one).Domains.length));
  return [
    { what: 'interface endpoints × zones', count: interfaces * zones, each: price.endpointHour },
    { what: 'KMS keys', count: keys, each: price.keyMonth / hoursOfMonth },
    { what: 'metrics read by alarms', count: sum(metrics), each: price.alarmMetricMonth / hoursOfMonth },
    { what: 'dashboards', count: dashboards, each: price.dashboardMonth / hoursOfMonth },
    { what: 'names in the DNS Firewall', count: names, each: price.firewallNameMonth / hoursOfMonth },
  ]
    .filter(({ count }) => count > 0)
    .map(({ what, count, each }) => ({ what, count, usdPerHour: count * each }));
};

export const usdIn = (hours: number, lines: readonly Line[]): number =>
  hours * sum(lines.map(({ usdPerHour }) => usdPerHour));
