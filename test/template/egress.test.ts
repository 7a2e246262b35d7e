import {
  everyFunctionInside,
  nothingForEverybody,
  noWayOut,
  privateSubnets,
  routesToTheClusterOnly,
} from './egress.ts';
import { newResource, propertyAt } from './planting.ts';
import { proves } from './proof.ts';

proves(
  noWayOut,
  {
    fault: 'a NAT gateway',
    patch: [newResource('Nat', 'AWS::EC2::NatGateway', { SubnetId: { Ref: 'PrivateSubnetA' } })],
    said: 'Nat is an AWS::EC2::NatGateway',
  },
  {
    fault: 'an internet gateway',
    patch: [newResource('Gateway', 'AWS::EC2::InternetGateway')],
    said: 'Gateway is an AWS::EC2::InternetGateway',
  },
  {
    fault: 'a resolver that forwards names',
    patch: [newResource('Forwarder', 'AWS::Route53Resolver::ResolverEndpoint', { Direction: 'OUTBOUND' })],
    said: 'Forwarder is an AWS::Route53Resolver::ResolverEndpoint',
  },
);

proves(
  nothingForEverybody,
  {
    fault: 'a default route',
    patch: [{ op: 'replace', path: propertyAt('ClusterPeeringRoute', 'DestinationCidrBlock'), value: '0.0.0.0/0' }],
    said: 'ClusterPeeringRoute says 0.0.0.0/0',
  },
  {
    fault: 'approvers from everywhere',
    patch: [{ op: 'replace', path: '/Parameters/ApproverCidr/Default', value: '0.0.0.0/0' }],
    said: 'ApproverCidr says 0.0.0.0/0',
  },
);

proves(
  routesToTheClusterOnly,
  {
    fault: 'a route by a gateway',
    patch: [{ op: 'add', path: propertyAt('ClusterPeeringRoute', 'GatewayId'), value: { Ref: 'Gateway' } }],
    said: 'VpcPeeringConnectionId EksPeeringConnectionId and GatewayId Gateway',
  },
  {
    fault: 'half of the internet as the network of a cluster',
    patch: [
      { op: 'replace', path: '/Parameters/EksApiCidr/AllowedPattern', value: String.raw`^\d+(\.\d+){3}/([1-9]|\d\d)$` },
    ],
    said: 'EksApiCidr may be 128.0.0.0/1',
  },
  {
    fault: 'a route that is always there',
    patch: [{ op: 'remove', path: '/Resources/ClusterTransitRoute/Condition' }],
    said: 'ClusterTransitRoute is there though nobody asked',
  },
);

proves(
  privateSubnets,
  {
    fault: 'a public subnet',
    patch: [{ op: 'add', path: propertyAt('PrivateSubnetB', 'MapPublicIpOnLaunch'), value: true }],
    said: 'PrivateSubnetB has MapPublicIpOnLaunch',
  },
  {
    fault: 'a subnet on the main route table',
    patch: [{ op: 'remove', path: '/Resources/PrivateRouteA' }],
    said: 'PrivateSubnetA is on another route table',
  },
);

proves(
  everyFunctionInside,
  {
    fault: 'a function outside the VPC',
    patch: [{ op: 'remove', path: propertyAt('NotifierFunction', 'VpcConfig') }],
    said: 'NotifierFunction is in no VPC',
  },
  {
    fault: 'a function with a group of its own',
    patch: [{ op: 'replace', path: propertyAt('AuditorFunction', 'VpcConfig/SecurityGroupIds'), value: ['sg-0a'] }],
    said: 'AuditorFunction is not in the restricted group',
  },
  {
    fault: 'a function that stays in subnets of the stack when others are named',
    patch: [
      {
        op: 'replace',
        path: propertyAt('AnalyzerFunction', 'VpcConfig/SubnetIds'),
        value: [{ Ref: 'PrivateSubnetA' }],
      },
    ],
    said: 'an existing VPC: AnalyzerFunction is in PrivateSubnetA',
  },
);
