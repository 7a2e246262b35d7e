import { describe, expect, it } from 'vitest';
import { type Given, refused } from './concrete.ts';
import { deployments } from './deployments.ts';
import { proves } from './proof.ts';
import { whatIsTriedIsSeen } from './recording.ts';
import { transformed } from './template.ts';

proves(
  whatIsTriedIsSeen,
  {
    fault: 'flow logs of what was accepted only',
    patch: [{ op: 'replace', path: '/Resources/FlowLog/Properties/TrafficType', value: 'ACCEPT' }],
    said: 'not every packet is recorded',
  },
  {
    fault: 'a field more, which moves what the filter reads',
    patch: [
      {
        op: 'replace',
        path: '/Resources/FlowLog/Properties/LogFormat',
        value: '${version} ${vpc-id} ${account-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${action}',
      },
    ],
    said: 'no alarm for what is rejected: 16 places for 8 fields',
  },
  {
    fault: 'blocked names that nobody is told of',
    patch: [{ op: 'remove', path: '/Resources/NameBlockedAlarm' }],
    said: 'no alarm for blocked names',
  },
);

describe('what the template refuses to deploy', () => {
  const existing = { ExistingVpcId: 'vpc-1', ExistingSubnetIds: 'subnet-1', ExistingRouteTableIds: 'rtb-1' };
  const central = { ...existing, Endpoints: 'EXISTING', ExistingEndpointSecurityGroupId: 'sg-1' };
  const cluster = {
    EksClusterName: 'harbor',
    EksEndpoint: 'https://harbor.eks.example',
    EksCertificateAuthority: 'LS0t',
    EksApiCidr: '10.1.0.0/16',
  };

  it.each(Object.entries(deployments))('is not %s', (_name, given) => expect(refused(given)).toEqual([]));

  it.each<[string, Given, string]>([
    ['an existing VPC without subnets', { ...existing, ExistingSubnetIds: 'none' }, 'ExistingSubnetIds must be'],
    ['one without route tables', { ...existing, ExistingRouteTableIds: 'none' }, 'ExistingRouteTableIds must be'],
    ['subnets of no VPC', { ExistingSubnetIds: 'subnet-1' }, 'need the ExistingVpcId'],
    ['a firewall for no VPC', { DnsFirewall: 'EXISTING_VPC' }, 'DnsFirewall EXISTING_VPC needs'],
    ['existing endpoints in a new VPC', { ...central, ...deployments['as shipped'], ExistingVpcId: '' }, 'has none'],
    ['existing endpoints without a group', { ...central, ExistingEndpointSecurityGroupId: '' }, 'must be the group'],
    ['a group without its endpoints', { ...central, Endpoints: 'CREATE' }, 'is for Endpoints EXISTING'],
    ['a cluster without its address', { ...cluster, EksEndpoint: '' }, 'EksEndpoint and EksCertificateAuthority'],
    ['a cluster that is nowhere', { ...cluster, EksApiCidr: '127.0.0.1/32' }, 'must say where its API is'],
    ['a group of no cluster', { EksClusterSecurityGroupId: 'sg-2' }, 'needs the EksClusterName'],
    ['a peering to no cluster', { EksPeeringConnectionId: 'pcx-1' }, 'EksPeeringConnectionId needs EksClusterName'],
    ['a peering of an existing VPC', { ...existing, ...cluster, EksPeeringConnectionId: 'pcx-1' }, 'routes are yours'],
    ['two ways', { ...cluster, EksPeeringConnectionId: 'pcx-1', EksTransitGatewayId: 'tgw-1' }, 'has one way'],
    ['a gateway to no cluster', { EksTransitGatewayId: 'tgw-1' }, 'EksTransitGatewayId needs EksClusterName'],
    ['a gateway of an existing VPC', { ...existing, ...cluster, EksTransitGatewayId: 'tgw-1' }, 'routes are yours'],
    [
      'a group behind a transit gateway',
      { ...cluster, EksTransitGatewayId: 'tgw-1', EksClusterSecurityGroupId: 'sg-2' },
      'no rule can name',
    ],
  ])('is %s', (_what, given, said) => expect(refused(given)).toContainEqual(expect.stringContaining(said)));

  it('is a network without the prefix lists of its region', () => {
    for (const name of ['DynamoDbPrefixListId', 'S3PrefixListId']) {
      const parameter = transformed.Parameters[name];
      expect(parameter).toMatchObject({ Type: 'String', AllowedPattern: '^pl-[0-9a-f]+$' });
      expect(parameter).not.toHaveProperty('Default');
    }
  });
});

it('nobody is near the page and no function near a cluster until somebody says who and where', () => {
  expect(transformed.Parameters['ApproverCidr']?.Default).toBe('127.0.0.1/32');
  expect(transformed.Parameters['EksApiCidr']?.Default).toBe('127.0.0.1/32');
});
