import * as z from 'zod';
import { exists, type Given } from './concrete.ts';
import { inEach } from './deployments.ts';
import type { Proof } from './proof.ts';
import { ofType, refersTo, type Resource, type Template } from './template.ts';

const Filter = z.object({
  FilterPattern: z.string(),
  LogGroupName: z.unknown(),
  MetricTransformations: z.tuple([z.object({ MetricNamespace: z.string(), MetricName: z.string() })]),
});

/** A filter on the log group of which an alarm reads the metric. */
const alarmed = (template: Template, given: Given, group: string): string[] => {
  const there = ({ id, Type, Properties, Condition }: Resource) =>
    exists({ id, Type, Properties, Condition }, given, template);
  const alarms = ofType('AWS::CloudWatch::Alarm', template)
    .filter(there)
    .map(({ Properties: { Namespace, MetricName } }) => `${String(Namespace)} ${String(MetricName)}`);
  return ofType('AWS::Logs::MetricFilter', template)
    .filter(there)
    .map(({ Properties }) => Filter.parse(Properties))
    .filter(({ LogGroupName }) => refersTo(LogGroupName) === group)
    .filter(({ MetricTransformations: [{ MetricNamespace, MetricName }] }) =>
      alarms.includes(`${MetricNamespace} ${MetricName}`),
    )
    .map(({ FilterPattern }) => FilterPattern);
};

const fieldsOf = (format: unknown): string[] =>
  [...String(format).matchAll(/\$\{([a-z-]+)\}/g)].map(([, name = '']) => name);

/** The conditions of a space-delimited filter with the fields of the format that stand in their place. */
const conditionsOf = (pattern: string, format: unknown): string[] => {
  const fields = fieldsOf(format);
  const places = pattern.replaceAll(/[[\]]/g, '').split(',');
  if (places.length !== fields.length) return [`${places.length} places for ${fields.length} fields`];
  return places.flatMap((place, index) => {
    const [, condition] = /^\s*\w+\s*(\S.*?)?\s*$/.exec(place) ?? [];
    return condition === undefined ? [] : [`${fields[index]} ${condition}`];
  });
};
const rejected = ['srcport != 443', 'action = REJECT', 'flow-direction = egress'];

const unseen = (template: Template, given: Given): string[] => {
  if (given['ExistingVpcId'] !== undefined) return [];
  const flows = ofType('AWS::EC2::FlowLog', template).filter(
    ({ Properties: { ResourceId, TrafficType } }) => refersTo(ResourceId) === 'Vpc' && TrafficType === 'ALL',
  );
  const seen = flows.flatMap(({ Properties: { LogFormat, LogGroupName } }) =>
    alarmed(template, given, refersTo(LogGroupName) ?? '').map((pattern) => conditionsOf(pattern, LogFormat).join()),
  );
  const associated = ofType('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', template)
    .filter(({ Properties }) => refersTo(Properties['ResourceId']) === 'Vpc')
    .map(({ Properties }) => refersTo(Properties['ResolverQueryLogConfigId']));
  const groups = ofType('AWS::Route53Resolver::ResolverQueryLoggingConfig', template)
    .filter(({ id }) => associated.includes(id))
    .map(({ Properties }) => refersTo(Properties['DestinationArn']) ?? '');
  const names = groups.flatMap((group) => alarmed(template, given, group));
  return [
    ...(flows.length === 1 ? [] : ['not every packet is recorded']),
    ...(seen.includes(rejected.join()) ? [] : [`no alarm for what is rejected: ${seen.join(' or ')}`]),
    ...(names.includes('{ $.firewall_rule_action = "BLOCK" }') ? [] : [`no alarm for blocked names: ${names.join()}`]),
  ];
};

export const whatIsTriedIsSeen: Proof = {
  promise: 'flows and names of the VPC are recorded, and what was rejected or blocked raises an alarm',
  broken: (template) => inEach((given) => unseen(template, given)),
};
