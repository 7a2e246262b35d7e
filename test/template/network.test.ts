import { describe, expect, it } from 'vitest';
import { policyOf } from './statements.ts';
import { ofType, refersTo, resource, transformed } from './template.ts';

const types = new Set(Object.values(transformed.Resources).map(({ Type }) => Type));

describe('the network', () => {
  it.each([
    'AWS::EC2::InternetGateway',
    'AWS::EC2::VPCGatewayAttachment',
    'AWS::EC2::EgressOnlyInternetGateway',
    'AWS::EC2::NatGateway',
    'AWS::EC2::TransitGatewayAttachment',
    'AWS::EC2::VPCPeeringConnection',
    'AWS::EC2::Route',
    'AWS::EC2::EIP',
  ])('has no %s', (type) => {
    expect(types.has(type)).toBe(false);
  });

  it('puts every subnet on the one route table without routes', () => {
    const associated = ofType('AWS::EC2::SubnetRouteTableAssociation').map(({ Properties }) => [
      refersTo(Properties['SubnetId']),
      refersTo(Properties['RouteTableId']),
    ]);
    expect(associated).toEqual(ofType('AWS::EC2::Subnet').map(({ id }) => [id, 'PrivateRouteTable']));
    for (const subnet of ofType('AWS::EC2::Subnet')) expect(subnet.Properties['MapPublicIpOnLaunch']).toBeUndefined();
  });

  it('reaches the services that the functions call, and no others', () => {
    const services = ofType('AWS::EC2::VPCEndpoint').map(({ Properties }) =>
      JSON.stringify(Properties['ServiceName']).replace(/.*\}\.(.*)"\}/, '$1'),
    );
    const always = ['dynamodb', 'kms', 'logs', 'monitoring', 's3', 'sns', 'ssm', 'sts'];
    const whenUsed = ['bedrock-runtime', 'execute-api', 'ec2', 'ecs', 'rds', 'lambda', 'cloudcontrolapi'];
    const whenRead = ['cloudtrail', 'xray', 'pi'];
    expect(services.toSorted()).toEqual([...always, ...whenUsed, ...whenRead].toSorted());
  });

  it.each(ofType('AWS::EC2::VPCEndpoint').map(({ id }) => id))('%s carries requests of this account only', (id) => {
    const statements = policyOf(resource(id));
    expect(statements.length).toBeGreaterThan(0);
    for (const { Condition, Resource } of statements) {
      const bound = Condition['StringEquals']?.['aws:PrincipalAccount'] ?? Resource;
      // What a spoke account may send stands in spoke.test.ts.
      expect(JSON.stringify(bound)).toMatch(/AWS::AccountId|SpokeAccounts/);
    }
  });

  it('lets nothing in but functions to endpoints and approvers to the page', () => {
    const inline = ofType('AWS::EC2::SecurityGroup').filter(({ Properties }) => 'SecurityGroupIngress' in Properties);
    expect(inline.map(({ id }) => id)).toEqual(['ApprovalEndpointSecurityGroup']);
    expect(ofType('AWS::EC2::SecurityGroupIngress').map(({ id }) => id)).toEqual(['FunctionsReachEndpoints']);
  });

  it('sets what each group may send to: without a list it would be everything', () => {
    for (const group of ofType('AWS::EC2::SecurityGroup'))
      expect(group.Properties['SecurityGroupEgress'], group.id).toBeDefined();
  });

  it('lets nobody near the page and no function near a cluster until somebody says who and where', () => {
    expect(transformed.Parameters['ApproverCidr']?.Default).toBe('127.0.0.1/32');
    expect(transformed.Parameters['EksApiCidr']?.Default).toBe('127.0.0.1/32');
  });
});
