import { everything } from './approved-calls.ts';
import { asShipped, type Given } from './concrete.ts';

const all: Given = {
  ...everything,
  ModelId: 'eu.amazon.nova-lite-v1:0',
  ModelArns: 'arn:aws:bedrock:eu-central-1::foundation-model/amazon.nova-lite-v1:0',
  ReadCloudTrail: 'true',
  ReadRds: 'true',
  ReadXRay: 'true',
};
const existing: Given = { ExistingVpcId: 'vpc-1', ExistingSubnetIds: 'subnet-1,subnet-2' };
const cluster: Given = {
  EksClusterName: 'harbor',
  EksEndpoint: 'https://0A.gr7.eu-central-1.eks.amazonaws.com',
  EksCertificateAuthority: 'LS0t',
};

/** The networks that the template can make, by what somebody would call them. What holds must hold in each. */
export const deployments: Readonly<Record<string, Given>> = {
  'as shipped': asShipped,
  'one zone': { Zones: '1' },
  'three zones': { Zones: '3' },
  'every provider': all,
  'an existing VPC': { ...existing, ExistingRouteTableIds: 'rtb-1' },
  'an existing VPC with a DNS firewall': { ...existing, ExistingRouteTableIds: 'rtb-1', DnsFirewall: 'EXISTING_VPC' },
  'central endpoints': {
    ...existing,
    ...all,
    Endpoints: 'EXISTING',
    ExistingEndpointSecurityGroupId: 'sg-1',
    DnsFirewall: 'EXISTING_VPC',
  },
  'a cluster in an existing VPC': {
    ...existing,
    ...cluster,
    ExistingRouteTableIds: 'rtb-1',
    EksClusterSecurityGroupId: 'sg-2',
  },
  'a cluster behind a peering': {
    ...cluster,
    EksClusterSecurityGroupId: 'sg-2',
    EksApiCidr: '10.1.0.0/16',
    EksPeeringConnectionId: 'pcx-1',
  },
  'a cluster behind a transit gateway': { ...cluster, EksApiCidr: '10.1.0.0/16', EksTransitGatewayId: 'tgw-1' },
  'a page on the internet': { ApprovalApiEndpoint: 'REGIONAL' },
};

/** What is wrong in any of them, with its name. */
export const inEach = (wrong: (given: Given) => readonly string[]): string[] =>
  Object.entries(deployments).flatMap(([name, given]) => wrong(given).map((words) => `${name}: ${words}`));
