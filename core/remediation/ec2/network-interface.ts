import * as z from 'zod';
import type { IamStatement, Place } from '../action.ts';

/** What EC2 calls an elastic network interface; ids of before 2016 are shorter. */
export const InterfaceId = z.string().regex(/^eni-[0-9a-f]{8,17}$/);

export type OnInterface = { networkInterface: string };

/** An interface has no namespace: `allowedTargets` must name it. */
export const interfaceTarget = ({ networkInterface }: OnInterface) =>
  ({ kind: 'NetworkInterface', name: networkInterface }) as const;

/**
 * EC2's answers are eventually consistent: a change that was accepted may not be seen at once, and is then looked for
 * again instead of being taken for lost. Nothing in an answer tells that it is still being made.
 * https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
 */
export const seenLater = (): boolean => false;

/** `Describe` calls know no ARN. */
export const describeInterfaces: IamStatement = {
  Sid: 'Describe',
  Effect: 'Allow',
  Action: ['ec2:DescribeNetworkInterfaces'],
  Resource: ['*'],
};

/** These calls on this one interface and nothing else. A `Sid` may hold letters and digits only. */
export const onInterface = (
  what: string,
  Action: string[],
  { networkInterface }: OnInterface,
  { partition, region, account }: Place,
): IamStatement => ({
  Sid: `${what}${networkInterface.replace('eni-', '')}`,
  Effect: 'Allow',
  Action,
  Resource: [`arn:${partition}:ec2:${region}:${account}:network-interface/${networkInterface}`],
});

/** To give an address to an interface and to take it away again: one is the undo of the other. */
export const addressPermissions = (p: OnInterface, place: Place): IamStatement[] => [
  describeInterfaces,
  onInterface('Address', ['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'], p, place),
];

/**
 * To set the source/destination check, both ways, and no other attribute of the interface: a request that sets another
 * one does not carry this key. `ec2:Attribute/<name>` holds the value that is asked for.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html#attribute-key
 */
export const forwardingPermissions = (p: OnInterface, place: Place): IamStatement[] => [
  describeInterfaces,
  {
    ...onInterface('Forwarding', ['ec2:ModifyNetworkInterfaceAttribute'], p, place),
    Condition: { StringEquals: { 'ec2:Attribute/SourceDestCheck': ['true', 'false'] } },
  },
];
