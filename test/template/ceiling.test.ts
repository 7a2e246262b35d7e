import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { awsSamples, everything } from './approved-calls.ts';
import { boundaryOf, endpointPolicies, exists, nameOf, type Given, policiesOf } from './concrete.ts';
import { callsOnOurselves, forbiddenCalls, identityCalls, kindsOfOurs } from './forbidden-calls.ts';
import { neverCalled } from './never-called.ts';
import { allowed, callsOf, idOf, surplus, switched } from './providers.ts';
import { statementAt } from './planting.ts';
import { type Fault, type Proof, proves } from './proof.ts';
import { denied, mistake, otherThan, type Request } from './simulate.ts';
import { policyOf } from './statements.ts';
import { ofType, refersTo, resource, transformed } from './template.ts';

const ceiling = policiesOf('RemediationRole', everything);
const ownArns = policyOf(resource('RemediationPolicy')).flatMap(({ Sid, Resource }) =>
  Sid === 'TheSystemNeverChangesItself' ? z.array(z.unknown()).parse(Resource) : [],
);

describe('the ceiling of approved changes', () => {
  it.each(awsSamples.map((sample) => [sample.id, sample.requests] as const))('covers %s', async (_id, requests) =>
    expect(await otherThan(['Allowed'], requests, () => ({ policies: ceiling }))).toEqual([]),
  );

  it.each(switched)('of %s is what the catalogue calls, and nothing more', (provider) =>
    expect(surplus(allowed(`${idOf[provider]}RemediationPolicy`), callsOf(provider))).toEqual([]),
  );

  it('would be noticed with one action more', () =>
    expect(surplus([...allowed('CloudControlRemediationPolicy'), 'sqs:PurgeQueue'], callsOf('cloudcontrol'))).toEqual([
      'sqs:PurgeQueue',
    ]));

  it('is of the providers with a parameter, and else of who it is only', () => {
    const own = ofType('AWS::IAM::RolePolicy').filter(
      ({ Properties }) => refersTo(Properties['RoleName']) === 'RemediationRole',
    );
    expect(own.map(({ id }) => id).toSorted()).toEqual(
      ['RemediationPolicy', ...switched.map((one) => `${idOf[one]}RemediationPolicy`)].toSorted(),
    );
    expect(allowed('RemediationPolicy')).toEqual(['sts:GetCallerIdentity']);
  });

  it('allows nothing that is forbidden', async () =>
    expect(await otherThan(denied, forbiddenCalls, () => ({ policies: ceiling }))).toEqual([]));

  it('stays in this account and region', async () => {
    const elsewhere = awsSamples
      .flatMap(({ requests }) => requests)
      .filter(({ resource: arn }) => arn !== '*')
      .flatMap((request) => [
        { ...request, resource: request.resource.replace('123456789012', '210987654321') },
        ...(request.resource.includes('eu-central-1')
          ? [{ ...request, resource: request.resource.replace('eu-central-1', 'us-east-1') }]
          : []),
      ]);
    expect(await otherThan(denied, elsewhere, () => ({ policies: ceiling }))).toEqual([]);
  });

  it('fits what IAM takes of the inline policies of a role', () => {
    // A stack name of 32 characters, and what CloudFormation and KMS append to names.
    const real = (text: string): string =>
      text
        .replaceAll('sovereign-ops', 'x'.repeat(32))
        .replaceAll(/1X2Y3Z/gi, 'y'.repeat(13))
        .replaceAll(/(:key\/)\w+/g, `$1${'z'.repeat(36)}`);
    const characters = ceiling.map(({ policy }) => real(JSON.stringify(policy)).length).reduce((a, b) => a + b, 0);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(characters).toBeLessThan(10_240);
  });
});

describe('a provider', () => {
  it.each(switched)('%s: is locked until its parameter says true', async (provider) => {
    const none: Given = {};
    expect(
      await otherThan(denied, callsOf(provider), () => ({ policies: policiesOf('RemediationRole', none) })),
    ).toEqual([]);
    const all = policiesOf('ProposerRole', none).map(({ name }) => name);
    expect(all).toEqual(['VpcPlacementPolicy', 'ProposerPolicy']);
  });

  it.each(switched)('%s: its parameter opens its own ceiling, reads and endpoint, and no other', (provider) => {
    const parameter = `Remediate${idOf[provider]}`;
    const isThere = (given: Given) =>
      [...ofType('AWS::IAM::RolePolicy'), ...ofType('AWS::EC2::VPCEndpoint')]
        .filter((one) => exists(one, given))
        .map(({ id }) => id);
    const before = new Set(isThere({}));
    const added = isThere({ [parameter]: 'true' }).filter((id) => !before.has(id));
    const id = idOf[provider];
    expect(added.toSorted()).toEqual(
      [
        `${id}Endpoint`,
        `${id}ReadingPolicy`,
        `${id}RemediationPolicy`,
        ...(provider === 'ecs' ? ['EcsEvidencePolicy'] : []),
      ].toSorted(),
    );
  });

  it.each(switched)('%s: its endpoint carries its own service only', (provider) => {
    const service = provider === 'cloudcontrol' ? 'cloudcontrolapi' : provider;
    expect(endpointPolicies(service, everything)).toHaveLength(1);
    const prefix = provider === 'cloudcontrol' ? 'cloudformation:' : `${provider}:`;
    const carried = allowed(`${idOf[provider]}Endpoint`);
    expect(carried.filter((action) => !action.startsWith(prefix))).toEqual([]);
    // What leaves by it is what the ceiling allows of that service, and what the analyzer reads of it.
    const evidence = provider === 'ecs' || provider === 'rds' ? allowed(`${idOf[provider]}EvidencePolicy`) : [];
    const leaving = [...allowed(`${idOf[provider]}RemediationPolicy`), ...evidence];
    expect([...new Set(carried)].toSorted()).toEqual(
      [...new Set(leaving.filter((action) => action.startsWith(prefix)))].toSorted(),
    );
  });
});

describe('passing a role', () => {
  const pass = (role: string): Request => ({
    action: 'iam:PassRole',
    resource: `arn:aws:iam::123456789012:role/${role}`,
    context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
  });
  const asked = (given: Given, expected: string[]) =>
    otherThan(expected, [pass('named-for-tasks')], () => ({ policies: policiesOf('RemediationRole', given) }));

  it('is for the roles of RemediableRoles, to tasks', async () => {
    expect(await asked(everything, ['Allowed'])).toEqual([]);
    expect(await otherThan(denied, [pass('somebody-else')], () => ({ policies: ceiling }))).toEqual([]);
  });

  it.each([
    ['no role is named', { RemediateEcs: 'true' }],
    ['ECS is locked', { ...everything, RemediateEcs: 'false' }],
  ])('is impossible while %s', async (_when, given) => expect(await asked(given, denied)).toEqual([]));
});

/** Bills, the account, the trail, switches, logs, alarms, the Pipe: services of which the ceiling has nothing. */
const ofOtherServices = neverCalled
  .flatMap(({ requests }) => requests)
  .filter(({ action }) => !/^(ec2|ecs|rds|lambda|sqs|kinesis|dynamodb):/.test(action));

const itself: Proof = {
  promise: 'the system never changes itself or an identity, even if somebody gives the role every permission',
  broken: (template) => {
    const policies = [...policiesOf('RemediationRole', everything, template), mistake];
    const calls = [...identityCalls, ...callsOnOurselves, ...ofOtherServices];
    return otherThan(['ExplicitlyDenied'], calls, () => ({ policies }));
  },
};

const needed = (sid: string, said: string): Fault => ({
  fault: `a role that needs the denial ${sid} and has it not`,
  patch: [{ op: 'remove', path: statementAt('RemediationPolicy', sid) }],
  said: `Allowed: ${said}`,
});

proves(
  itself,
  needed('NothingOfAnyOtherServiceAndNoIdentity', 'iam:CreateUser'),
  needed('RolesForTasksOnly', 'iam:PassRole'),
  {
    fault: 'a role that may pass roles that nobody named',
    patch: [{ op: 'remove', path: statementAt('RemediationPolicy', 'NoRoleThatIsNotNamed') }],
    said: 'iam:PassRole arn:aws:iam::123456789012:role/somebody-else',
  },
  needed('TheSystemNeverChangesItself', 'lambda:UpdateFunctionCode'),
  needed('NorItsOwnNetwork', 'ec2:AssignPrivateIpAddresses'),
  {
    fault: 'one function that is not named',
    patch: [
      {
        op: 'replace',
        path: statementAt('RemediationPolicy', 'TheSystemNeverChangesItself'),
        value: {
          Sid: 'TheSystemNeverChangesItself',
          Effect: 'Deny',
          Action: '*',
          Resource: ownArns.filter((arn) => !JSON.stringify(arn).includes('TimekeeperFunction')),
        },
      },
    ],
    said: 'TimekeeperFunction',
  },
);

/** What the boundary alone denies: services that a ceiling may have, on what is of this stack, and every other service. */
const confined: Proof = {
  promise: 'the boundary of the remediation role keeps it from this stack, whatever its policies say',
  broken: (template) => {
    const boundary = boundaryOf('RemediationRole', everything, template);
    // A boundary is made before the VPC and the roles of tasks are known: the ceiling above denies by these.
    const byNameOnly = ({ action, context }: Request): boolean =>
      action.startsWith('ec2:') || context?.['iam:PassedToService'] === 'ecs-tasks.amazonaws.com';
    const calls = [...identityCalls, ...callsOnOurselves, ...ofOtherServices].filter((one) => !byNameOnly(one));
    return otherThan(['ExplicitlyDenied'], calls, () => ({ policies: [mistake], boundary }));
  },
};

proves(
  confined,
  {
    fault: 'a boundary that knows nothing of this stack',
    patch: [{ op: 'remove', path: statementAt('RemediationBoundary', 'NothingOfThisStack') }],
    said: 'Allowed: lambda:UpdateFunctionConfiguration',
  },
  {
    fault: 'a boundary that lets roles be passed to any service',
    patch: [{ op: 'remove', path: statementAt('RemediationBoundary', 'NoRoleToAnotherService') }],
    said: 'iam:PassRole',
  },
);

describe('the proof that the system never changes itself', () => {
  it('has no part that is missing', () => {
    const arns = callsOnOurselves.map(({ resource: arn }) => arn).join('\n');
    for (const type of kindsOfOurs) for (const { id } of ofType(type)) expect(arns, id).toContain(nameOf(id) ?? id);
    const reached = Object.values(transformed.Resources).filter(({ Type }) =>
      /^AWS::(Lambda::Function|DynamoDB::Table|SQS::Queue|S3::Bucket|KMS::Key|SNS::Topic|Events::EventBus|IAM::Role)$/.test(
        Type,
      ),
    );
    expect(kindsOfOurs.flatMap((type) => ofType(type))).toHaveLength(reached.length);
  });
});
