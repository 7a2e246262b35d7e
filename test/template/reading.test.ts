import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { awsSamples, everything, isReading } from './approved-calls.ts';
import { concrete, endpointPolicies, exists, type Given, policiesOf } from './concrete.ts';
import { forbiddenCalls } from './forbidden-calls.ts';
import { allowed, callsOf, idOf, surplus, switched } from './providers.ts';
import { denied, otherThan, type Request } from './simulate.ts';
import { functionNames, ofType, pascal, resource } from './template.ts';

describe('the proposer', () => {
  const tags = z
    .array(z.object({ Key: z.string(), Value: z.string() }))
    .parse(concrete(resource('ProposerRole').Properties['Tags'], everything));
  const asProposer = (request: Request): Request => ({
    ...request,
    context: {
      ...request.context,
      'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-central-1:123456789012:function:ProposerFunction',
      ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:PrincipalTag/${Key}`, Value])),
    },
  });
  const policies = policiesOf('ProposerRole', everything);

  it.each(awsSamples.map((sample) => [sample.id, sample.requests] as const))(
    'may read what %s needs to be planned, and change nothing',
    async (_id, requests) => {
      const reading = requests.filter(isReading);
      const changing = requests.filter((request) => !isReading(request));
      expect(reading.length * changing.length).toBeGreaterThan(0);
      expect(await otherThan(['Allowed'], reading.map(asProposer), () => ({ policies }))).toEqual([]);
      expect(await otherThan(denied, changing.map(asProposer), () => ({ policies }))).toEqual([]);
    },
  );

  it('may do nothing that is forbidden', async () =>
    expect(await otherThan(denied, forbiddenCalls.map(asProposer), () => ({ policies }))).toEqual([]));

  it.each(['Analyzer', 'Executor', 'Rollback', 'Validator', 'Notifier'])(
    'is the only one that may look for network interfaces: not %s',
    async (name) => {
      const request = { action: 'ec2:DescribeNetworkInterfaces', resource: '*' };
      const context = {
        'lambda:SourceFunctionArn': `arn:aws:lambda:eu-central-1:123456789012:function:${name}Function`,
      };
      const all = policiesOf(`${name}Role`, everything);
      expect(await otherThan(['ExplicitlyDenied'], [{ ...request, context }], () => ({ policies: all }))).toEqual([]);
    },
  );

  it.each(switched)('is allowed of %s what the catalogue reads, and nothing more', (provider) =>
    expect(surplus(allowed(`${idOf[provider]}ReadingPolicy`), callsOf(provider).filter(isReading))).toEqual([]),
  );
});

describe('the analyzer', () => {
  const here = 'eu-central-1:123456789012';
  const changes: Request = { action: 'cloudtrail:LookupEvents', resource: '*' };
  const graph: Request = { action: 'xray:GetServiceGraph', resource: '*' };
  const databases: Request[] = [
    { action: 'rds:DescribeDBInstances', resource: `arn:aws:rds:${here}:db:ledger` },
    { action: 'rds:DescribeEvents', resource: '*' },
    { action: 'pi:DescribeDimensionKeys', resource: `arn:aws:pi:${here}:metrics/rds/db-ABCDEFGHIJKL` },
  ];
  const tasks: Request[] = [
    {
      action: 'ecs:ListTasks',
      resource: `arn:aws:ecs:${here}:container-instance/quay/0a1b`,
      context: { 'ecs:cluster': `arn:aws:ecs:${here}:cluster/quay` },
    },
    { action: 'ecs:DescribeTasks', resource: `arn:aws:ecs:${here}:task/quay/0a1b` },
  ];
  const sources: [parameter: string, ids: string[], requests: Request[]][] = [
    ['ReadCloudTrail', ['CloudTrailEndpoint', 'CloudTrailEvidencePolicy'], [changes]],
    ['ReadXRay', ['XRayEndpoint', 'XRayEvidencePolicy'], [graph]],
    ['ReadRds', ['PerformanceInsightsEndpoint', 'RdsEndpoint', 'RdsEvidencePolicy'], databases],
  ];
  const endpointOf = ({ action }: Request, given: Given) => endpointPolicies(action.split(':')[0] ?? '', given);
  const isThere = (given: Given) =>
    [...ofType('AWS::IAM::RolePolicy'), ...ofType('AWS::EC2::VPCEndpoint')]
      .filter((one) => exists(one, given))
      .map(({ id }) => id);

  it.each(sources)(
    'reads by %s what it opens, by an endpoint of its own, and nothing before',
    async (name, ids, requests) => {
      const given = { [name]: 'true' };
      const before = new Set(isThere({}));
      expect(
        isThere(given)
          .filter((id) => !before.has(id))
          .toSorted(),
      ).toEqual(ids);
      const policies = policiesOf('AnalyzerRole', given);
      const leaving = (request: Request) => ({ policies, endpoint: endpointOf(request, given) });
      expect(await otherThan(['Allowed'], requests, leaving)).toEqual([]);
      const locked = policiesOf('AnalyzerRole', {});
      expect(await otherThan(denied, requests, () => ({ policies: locked }))).toEqual([]);
    },
  );

  it('changes no database by the endpoint that is there to read them', async () => {
    const request = { action: 'rds:ModifyDBInstance', resource: `arn:aws:rds:${here}:db:ledger` };
    const powers = (given: Given) => () => ({
      policies: policiesOf('RemediationRole', everything),
      endpoint: endpointOf(request, given),
    });
    expect(await otherThan(denied, [request], powers({ ReadRds: 'true' }))).toEqual([]);
    expect(await otherThan(['Allowed'], [request], powers({ RemediateRds: 'true' }))).toEqual([]);
  });

  it('reads stopped tasks of this account and region', async () => {
    const policies = policiesOf('AnalyzerRole', everything);
    const leaving = (request: Request) => ({ policies, endpoint: endpointOf(request, everything) });
    expect(await otherThan(['Allowed'], tasks, leaving)).toEqual([]);
    const elsewhere = tasks.map(
      (request): Request => ({
        ...request,
        resource: request.resource.replace('eu-central-1', 'us-east-1'),
        context: { 'ecs:cluster': `arn:aws:ecs:us-east-1:123456789012:cluster/quay` },
      }),
    );
    expect(await otherThan(denied, elsewhere, leaving)).toEqual([]);
  });

  it('is the only function that sees changes, call graphs and loads', async () => {
    const all = { ...everything, ReadCloudTrail: 'true', ReadXRay: 'true', ReadRds: 'true' };
    const requests = [changes, graph, ...databases.slice(1), ...tasks];
    for (const name of functionNames.filter((one) => one !== 'analyzer')) {
      const policies = policiesOf(`${pascal(name)}Role`, all);
      expect(await otherThan(denied, requests, () => ({ policies })), name).toEqual([]);
    }
  });
});
