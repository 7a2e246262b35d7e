import type { MadeCall } from './calls.ts';
import type { EventRecord } from './cloudtrail-events.ts';

/**
 * The events that the changes of a provider are seen as, `<service> <event>`. Cloud Control is seen twice: as itself, and as
 * what it calls. Calls to a cluster are in the cluster's own audit log.
 */
const eventsOf: Readonly<Record<string, readonly string[]>> = {
  ec2: ['ec2 AssignPrivateIpAddresses', 'ec2 UnassignPrivateIpAddresses', 'ec2 ModifyNetworkInterfaceAttribute'],
  ecs: ['ecs UpdateService', 'ecs RegisterTaskDefinition'],
  rds: ['rds ModifyDBInstance'],
  lambda: ['lambda UpdateFunctionConfiguration', 'lambda PutFunctionConcurrency'],
  cloudcontrol: [
    'cloudcontrolapi UpdateResource',
    'sqs SetQueueAttributes',
    'kinesis IncreaseStreamRetentionPeriod',
    'kinesis DecreaseStreamRetentionPeriod',
    'dynamodb UpdateTable',
  ],
};

/** A new revision is of a family; the service that takes it is named by the next call. */
const namesNoTarget: readonly string[] = ['ecs RegisterTaskDefinition'];

/** True for a provider whose calls CloudTrail sees. */
export const isSeen = ({ provider }: MadeCall): boolean => eventsOf[provider] !== undefined;

/** Lambda dates the names of its events: UpdateFunctionConfiguration20150331v2. */
const nameOf = ({ eventSource, eventName }: EventRecord): string =>
  `${eventSource.split('.')[0]} ${eventName.replace(/\d{8}(v\d+)?$/, '')}`;

/** A name that begins like another one is not it: `orders` is not in `orders-db`. */
const mentions = (parameters: unknown, name: string): boolean =>
  new RegExp(`(?<![\\w-])${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w-])`).test(
    JSON.stringify(parameters ?? null),
  );

/** True when CloudTrail may have seen this call as this event, by what it does and to which resource. */
export const couldBe = (call: MadeCall, event: EventRecord): boolean => {
  const name = nameOf(event);
  if (!(eventsOf[call.provider] ?? []).includes(name)) return false;
  return namesNoTarget.includes(name) || mentions(event.requestParameters, call.target.split(/[ /]/).at(-1) ?? '');
};
