import type { IamStatement, Place, TouchedField } from '../action.ts';
import { describeInterfaces, onInterface, type OnInterface } from './network-interface.ts';
import { field, groupsOf } from './security-groups.ts';

/**
 * The other attributes of an interface that IAM can tell apart: `ec2:Attribute/<name>` is there for a plain value, or for an
 * object of one, and for no list. So there is none for the groups, and what has none of these keys is let through.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html#attribute-key
 */
const otherAttributes = ['AssociatePublicIpAddress', 'Description', 'EnablePrimaryIpv6', 'SourceDestCheck'];

/**
 * To replace the groups of this interface by those of the plan, both ways. EC2 asks for each group that a request names:
 * no other group can be given, although IAM does not know which groups belong together.
 */
export const groupPermissions = (p: OnInterface, place: Place, touched: readonly TouchedField[]): IamStatement[] => {
  const named = touched.filter(({ path }) => path === field).flatMap(({ before, after }) => [before, after]);
  const groups = [...new Set(named.flatMap((value) => groupsOf(value) ?? []))].toSorted();
  const { partition, region, account } = place;
  const statement = onInterface('Groups', ['ec2:ModifyNetworkInterfaceAttribute'], p, place);
  return [
    describeInterfaces,
    {
      ...statement,
      Resource: [
        ...statement.Resource,
        ...groups.map((id) => `arn:${partition}:ec2:${region}:${account}:security-group/${id}`),
      ],
      Condition: { Null: Object.fromEntries(otherAttributes.map((name) => [`ec2:Attribute/${name}`, 'true'])) },
    },
  ];
};
