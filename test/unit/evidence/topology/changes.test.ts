import { describe, expect, it } from 'vitest';
import { meantFault } from '../../../../core/evidence/topology/meant.ts';
import type { Change } from '../../../../core/evidence/gathered.ts';
import { aboutWhich } from '../../../../core/evidence/topology/named.ts';
import { groupsOf } from '../../../../core/evidence/topology/views.ts';

const services = [
  'HarborSite',
  'HarborLookup_AWS::ECS::Fargate',
  'HarborLookup_client',
  'Harbo-Looku-1QX.eu-west-1.elb.amazonaws.com_remote',
  'billberth_AWS::ECS::Container',
  'berthlist_AWS::ECS::Fargate',
  'tariff',
  'tariff_AWS::Lambda',
  'tariff_AWS::Lambda::Function',
  'tariff_AWS::DynamoDB::Table',
  'moorings@db-1.cluster.eu-west-1.rds.amazonaws.com_Database::SQL',
];
const { groups, groupOf } = groupsOf({ services, edges: [] });

const change = (source: string, name: string, resource?: string, parameters?: unknown): Change => ({
  id: 'c',
  at: new Date(0),
  name,
  source: `${source}.amazonaws.com`,
  by: 'nadia',
  resources: resource === undefined ? [] : [{ name: resource }],
  ...(parameters === undefined ? {} : { parameters }),
});
const most = (one: Change): string | undefined =>
  [...aboutWhich(one, groups)].toSorted(([, a], [, b]) => b - a)[0]?.[0].service;

describe('groupsOf', () => {
  it('takes the views of one service together under the node that is the thing itself', () => {
    expect(groupOf('HarborLookup_client')?.service).toBe('HarborLookup_AWS::ECS::Fargate');
    expect(groupOf('Harbo-Looku-1QX.eu-west-1.elb.amazonaws.com_remote')?.service).toBe(
      'HarborLookup_AWS::ECS::Fargate',
    );
    expect(groupOf('tariff')?.service).toBe('tariff_AWS::Lambda::Function');
  });

  it('keeps a table and a function of one name apart', () => {
    expect(groupOf('tariff_AWS::DynamoDB::Table')?.service).toBe('tariff_AWS::DynamoDB::Table');
  });
});

describe('aboutWhich', () => {
  it.each([
    [change('ssm', 'PutParameter', '/harborside/lookuperrorshare'), 'HarborLookup_AWS::ECS::Fargate'],
    [change('ssm', 'PutParameter', '/harborside/billingdelay'), 'billberth_AWS::ECS::Container'],
    [change('ssm', 'PutParameter', undefined, { name: '/harborside/berthlist/delay' }), 'berthlist_AWS::ECS::Fargate'],
    [
      change('ecs', 'UpdateService', undefined, { cluster: 'prod', service: 'Stack-HarborLookupService8F2' }),
      'HarborLookup_AWS::ECS::Fargate',
    ],
    [
      change('lambda', 'UpdateFunctionConfiguration20150331v2', undefined, { functionName: 'Stack-tariffFn-9A' }),
      'tariff_AWS::Lambda::Function',
    ],
    [
      change('dynamodb', 'UpdateTable', 'arn:aws:dynamodb:eu-west-1:123456789012:table/tariff'),
      'tariff_AWS::DynamoDB::Table',
    ],
    [change('dynamodb', 'UpdateTable', 'Stack-Qz7'), 'tariff_AWS::DynamoDB::Table'],
    [
      change('rds', 'ModifyDBInstance', undefined, { dBInstanceIdentifier: 'db-1' }),
      'moorings@db-1.cluster.eu-west-1.rds.amazonaws.com_Database::SQL',
    ],
  ])('reads %o', (one, service) => {
    expect(most(one)).toBe(service);
  });

  it('is silent where a name tells no service from another', () => {
    expect(most(change('ssm', 'PutParameter', '/marina/color'))).toBeUndefined();
    expect(most(change('ssm', 'PutParameter', undefined, { value: 'lookup', tier: 'Standard' }))).toBeUndefined();
  });
});

describe('meantFault', () => {
  it.each([
    [change('ssm', 'PutParameter', '/harbor/lookuperrorshare'), 'errors'],
    [change('ssm', 'PutParameter', '/harbor/lookupdelay'), 'latency'],
    [change('dynamodb', 'UpdateTable', 'berths', { provisionedThroughput: {} }), 'load'],
    [change('ec2', 'RevokeSecurityGroupIngress', 'sg-1'), 'errors'],
    [change('ssm', 'PutParameter', '/harbor/error-delay'), undefined],
    [change('ssm', 'PutParameter', '/terraform/default'), undefined],
  ])('reads %o', (one, fault) => {
    expect(meantFault(one)).toBe(fault);
  });
});
