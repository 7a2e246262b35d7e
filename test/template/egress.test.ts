import type { Operation } from 'rfc6902';
import {
  everyFunctionInside,
  nothingForEverybody,
  noWayOut,
  privateSubnets,
  routesToTheClusterOnly,
} from './egress.ts';
import { anEndpointForEachClient, aUserForEachEndpoint, endpointsInside, endpointsOfThisAccount } from './endpoints.ts';
import { egressByName, nothingComesIn } from './groups.ts';
import { namesInUse } from './names.ts';
import { proves } from './proof.ts';

const add = (id: string, Type: string, Properties: object = {}): Operation => ({
  op: 'add',
  path: `/Resources/${id}`,
  value: { Type, Properties },
});
const at = (id: string, path: string): string => `/Resources/${id}/Properties/${path}`;

proves(
  noWayOut,
  {
    fault: 'a NAT gateway',
    patch: [add('Nat', 'AWS::EC2::NatGateway', { SubnetId: { Ref: 'PrivateSubnetA' } })],
    said: 'Nat is an AWS::EC2::NatGateway',
  },
  {
    fault: 'an internet gateway',
    patch: [add('Gateway', 'AWS::EC2::InternetGateway')],
    said: 'Gateway is an AWS::EC2::InternetGateway',
  },
  {
    fault: 'a resolver that forwards names',
    patch: [add('Forwarder', 'AWS::Route53Resolver::ResolverEndpoint', { Direction: 'OUTBOUND' })],
    said: 'Forwarder is an AWS::Route53Resolver::ResolverEndpoint',
  },
);

proves(
  nothingForEverybody,
  {
    fault: 'a default route',
    patch: [{ op: 'replace', path: at('ClusterPeeringRoute', 'DestinationCidrBlock'), value: '0.0.0.0/0' }],
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
    patch: [{ op: 'add', path: at('ClusterPeeringRoute', 'GatewayId'), value: { Ref: 'Gateway' } }],
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
    patch: [{ op: 'add', path: at('PrivateSubnetB', 'MapPublicIpOnLaunch'), value: true }],
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
    patch: [{ op: 'remove', path: at('NotifierFunction', 'VpcConfig') }],
    said: 'NotifierFunction is in no VPC',
  },
  {
    fault: 'a function with a group of its own',
    patch: [{ op: 'replace', path: at('AuditorFunction', 'VpcConfig/SecurityGroupIds'), value: ['sg-0a'] }],
    said: 'AuditorFunction is not in the restricted group',
  },
  {
    fault: 'a function that stays in subnets of the stack when others are named',
    patch: [{ op: 'replace', path: at('AnalyzerFunction', 'VpcConfig/SubnetIds'), value: [{ Ref: 'PrivateSubnetA' }] }],
    said: 'an existing VPC: AnalyzerFunction is in PrivateSubnetA',
  },
);

proves(
  egressByName,
  {
    fault: 'a group without a list of its own',
    patch: [{ op: 'remove', path: at('ClusterClientSecurityGroup', 'SecurityGroupEgress') }],
    said: 'ClusterClientSecurityGroup has an open egress',
  },
  {
    fault: 'every port',
    patch: [{ op: 'replace', path: at('FunctionSecurityGroup', 'SecurityGroupEgress/2/FromPort'), value: 0 }],
    said: 'FunctionSecurityGroup has an open egress',
  },
  {
    fault: 'a network beside the endpoints',
    patch: [
      {
        op: 'add',
        path: at('FunctionSecurityGroup', 'SecurityGroupEgress/-'),
        value: { Description: 'Proxy', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' },
      },
    ],
    said: 'FunctionSecurityGroup may send to EndpointSecurityGroup.GroupId,pl-0d,pl-53,10.0.0.0/8',
  },
  {
    fault: 'endpoints that talk',
    patch: [
      {
        op: 'replace',
        path: at('EndpointSecurityGroup', 'SecurityGroupEgress/0/CidrIp'),
        value: '10.73.0.0/24',
      },
    ],
    said: 'EndpointSecurityGroup may send to 10.73.0.0/24',
  },
);

proves(nothingComesIn, {
  fault: 'a way in to the functions',
  patch: [
    {
      op: 'add',
      path: at('FunctionSecurityGroup', 'SecurityGroupIngress'),
      value: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' }],
    },
  ],
  said: 'lets in "10.0.0.0/8" > {"Fn::GetAtt":["FunctionSecurityGroup"',
});

proves(
  anEndpointForEachClient,
  {
    fault: 'a service that has none',
    patch: [{ op: 'remove', path: '/Resources/CloudTrailEndpoint' }],
    said: 'analyzer has cloudtrail, and there is no endpoint for cloudtrail',
  },
  {
    fault: 'the endpoint of a neighboring service',
    patch: [
      {
        op: 'replace',
        path: at('CloudControlEndpoint', 'ServiceName'),
        value: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.cloudcontrol' },
      },
    ],
    said: 'rollback has cloudcontrol, and there is no endpoint for cloudcontrolapi',
  },
);

proves(aUserForEachEndpoint, {
  fault: 'an endpoint that nobody uses',
  patch: [
    add('SecretsEndpoint', 'AWS::EC2::VPCEndpoint', {
      ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.secretsmanager' },
    }),
  ],
  said: 'nobody uses secretsmanager',
});

proves(
  endpointsOfThisAccount,
  {
    fault: 'requests of another account',
    patch: [
      {
        op: 'replace',
        path: at('SnsEndpoint', 'PolicyDocument/Statement/0/Condition/StringEquals/aws:PrincipalAccount'),
        value: '210987654321',
      },
    ],
    said: 'SnsEndpoint, OurNotices: not bound to this account',
  },
  {
    fault: 'every action of a service',
    patch: [{ op: 'replace', path: at('KmsEndpoint', 'PolicyDocument/Statement/0/Action'), value: 'kms:*' }],
    said: 'KmsEndpoint, OurMacAndSigningKeys: kms:*',
  },
  {
    fault: 'any role of a spoke account',
    patch: [
      {
        op: 'replace',
        path: at('LogsEndpoint', 'PolicyDocument/Statement/1/Fn::If/1/Condition/ArnLike/aws:PrincipalArn'),
        value: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::*:role/*' },
      },
    ],
    said: 'LogsEndpoint, ReadSpokes: not bound to this account',
  },
  {
    fault: 'no policy at all',
    patch: [{ op: 'remove', path: at('StsEndpoint', 'PolicyDocument') }],
    said: 'StsEndpoint has no policy',
  },
);

proves(
  endpointsInside,
  {
    fault: 'a second endpoint where there is a central one',
    patch: [{ op: 'remove', path: '/Resources/KmsEndpoint/Condition' }],
    said: 'central endpoints: KmsEndpoint is made, though there is one',
  },
  {
    fault: 'an endpoint that the name of its service does not lead to',
    patch: [{ op: 'replace', path: at('StsEndpoint', 'PrivateDnsEnabled'), value: false }],
    said: 'StsEndpoint: functions ask for the public name',
  },
);

proves(
  namesInUse,
  {
    fault: 'every name of AWS',
    patch: [{ op: 'add', path: at('AllowedNames', 'Domains/-'), value: '*.amazonaws.com' }],
    said: '*.amazonaws.com may be asked',
  },
  {
    fault: 'every name before the block',
    patch: [{ op: 'replace', path: at('AllowedNames', 'Domains'), value: ['*'] }],
    said: 'as shipped: * may be asked',
  },
  {
    fault: 'an endpoint that nobody finds',
    patch: [{ op: 'remove', path: at('AllowedNames', 'Domains/3') }],
    said: 'monitoring.eu-central-1.amazonaws.com may not be asked',
  },
  {
    fault: 'a name for a service that is not switched on',
    patch: [
      { op: 'replace', path: at('AllowedNames', 'Domains/9'), value: 'bedrock-runtime.eu-central-1.amazonaws.com' },
    ],
    said: 'as shipped: bedrock-runtime.eu-central-1.amazonaws.com may be asked',
  },
  {
    fault: 'a list that blocks less than everything',
    patch: [{ op: 'replace', path: at('AllNames', 'Domains'), value: ['*.example.com'] }],
    said: 'the last rule does not block everything',
  },
  {
    fault: 'a firewall that anybody takes off',
    patch: [{ op: 'remove', path: at('NameFirewallAssociation', 'MutationProtection') }],
    said: 'no lasting firewall on Vpc',
  },
);
