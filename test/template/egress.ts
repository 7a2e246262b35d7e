import * as z from 'zod';
import { asShipped, concrete, exists, type Given } from './concrete.ts';
import { inEach } from './deployments.ts';
import type { Proof } from './proof.ts';
import { everyValue, ofType, refersTo, type Resource, type Template } from './template.ts';

/** What a network without a way out is made of. Whatever else these services have leads out or in. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::': [
    'VPC',
    'Subnet',
    'RouteTable',
    'SubnetRouteTableAssociation',
    'SecurityGroup',
    'SecurityGroupIngress',
    'VPCEndpoint',
    'FlowLog',
    'Route',
    'TransitGatewayAttachment',
  ],
  'AWS::Route53Resolver::': [
    'FirewallDomainList',
    'FirewallRuleGroup',
    'FirewallRuleGroupAssociation',
    'ResolverQueryLoggingConfig',
    'ResolverQueryLoggingConfigAssociation',
  ],
  'AWS::ElasticLoadBalancing': [],
  'AWS::NetworkManager::': [],
  'AWS::VpcLattice::': [],
};

export const noWayOut: Proof = {
  promise: 'the network has no part that leads to the internet',
  broken: ({ Resources }) =>
    Object.entries(Resources).flatMap(([id, { Type }]) => {
      const [family, known] = Object.entries(parts).find(([prefix]) => Type.startsWith(prefix)) ?? [];
      return family === undefined || known?.includes(Type.slice(family.length)) ? [] : [`${id} is an ${Type}`];
    }),
};

export const nothingForEverybody: Proof = {
  promise: 'no rule, route or default names all addresses',
  broken: ({ Resources, Parameters }) =>
    Object.entries({ ...Resources, ...Parameters }).flatMap(([id, one]) =>
      everyValue(one)
        .filter((value) => typeof value === 'string' && /(?:^|\D)0\.0\.0\.0\/|::\/0/.test(value))
        .map((value) => `${id} says ${String(value)}`),
    ),
};

/** Longer than anything that could be called everybody; a route of the template may go there. */
const tooWide = ['0.0.0.0/0', '10.0.0.0/8', '128.0.0.0/1', '10.0.0.0/15'];

const wideCidrs = ({ Parameters }: Template): string[] => {
  const pattern = new RegExp(z.string().parse(Parameters['EksApiCidr']?.['AllowedPattern']));
  return tooWide.filter((cidr) => pattern.test(cidr)).map((cidr) => `EksApiCidr may be ${cidr}`);
};

const wrongRoute = (template: Template, { id, Properties, Condition }: Resource): string[] => {
  const { RouteTableId, DestinationCidrBlock, ...by } = Properties;
  const [way = 'nothing', ...more] = Object.entries(by).map(([name, value]) => `${name} ${refersTo(value)}`);
  const ways = ['VpcPeeringConnectionId EksPeeringConnectionId', 'TransitGatewayId EksTransitGatewayId'];
  return [
    ...(refersTo(RouteTableId) === 'PrivateRouteTable' ? [] : [`${id} is in another table`]),
    ...(refersTo(DestinationCidrBlock) === 'EksApiCidr' ? [] : [`${id} goes elsewhere than to EksApiCidr`]),
    ...(ways.includes(way) && more.length === 0 ? [] : [`${id} goes by ${[way, ...more].join(' and ')}`]),
    ...(Condition === undefined || exists({ id, Type: '', Properties, Condition }, asShipped, template)
      ? [`${id} is there though nobody asked for it`]
      : []),
  ];
};

export const routesToTheClusterOnly: Proof = {
  promise: 'a route leads to the network of the cluster, if somebody named it, and nowhere else',
  broken: (template) => [
    ...wideCidrs(template),
    ...ofType('AWS::EC2::Route', template).flatMap((route) => wrongRoute(template, route)),
  ],
};

const publicAddresses = ['MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation', 'Ipv6CidrBlock', 'Ipv6Native'];

export const privateSubnets: Proof = {
  promise: 'every subnet is on the one route table and gives no public address',
  broken: (template) => {
    const tables = ofType('AWS::EC2::SubnetRouteTableAssociation', template).map(({ Properties }) =>
      [Properties['SubnetId'], Properties['RouteTableId']].map(refersTo).join(' on '),
    );
    return ofType('AWS::EC2::Subnet', template).flatMap(({ id, Properties }) => [
      ...(tables.includes(`${id} on PrivateRouteTable`) ? [] : [`${id} is on another route table`]),
      ...publicAddresses.filter((name) => name in Properties).map((name) => `${id} has ${name}`),
    ]);
  },
};

const Placement = z.object({ SecurityGroupIds: z.array(z.string()), SubnetIds: z.array(z.string()) });
const functionGroups = ['FunctionSecurityGroup', 'ClusterClientSecurityGroup'];

const misplaced = (template: Template, given: Given): string[] => {
  const own = ofType('AWS::EC2::Subnet', template).filter((one) => exists(one, given, template));
  const subnets = given['ExistingSubnetIds']?.split(',') ?? own.map(({ id }) => id);
  return ofType('AWS::Lambda::Function', template).flatMap(({ id, Properties }) => {
    const placement = Placement.safeParse(concrete(Properties['VpcConfig'], given, template));
    if (!placement.success) return [`${id} is in no VPC`];
    const { SecurityGroupIds: groups, SubnetIds } = placement.data;
    return [
      ...(subnets.length > 0 && SubnetIds.join() === subnets.join() ? [] : [`${id} is in ${SubnetIds.join()}`]),
      ...(groups.includes('FunctionSecurityGroup') ? [] : [`${id} is not in the restricted group`]),
      ...groups.filter((group) => !functionGroups.includes(group)).map((group) => `${id} is also in ${group}`),
    ];
  });
};

export const everyFunctionInside: Proof = {
  promise: 'every function is in the private subnets with the restricted group',
  broken: (template) => inEach((given) => misplaced(template, given)),
};
