import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Provider, providers } from '../../core/remediation/provider.ts';
import { awsSamples, everything, isReading, keyOf } from './approved-calls.ts';
import { concrete, endpointPolicies, exists, type Given, type NamedPolicy, policiesOf } from './concrete.ts';
import { callsOnOurselves, forbiddenCalls, identityCalls, kindsOfOurs } from './forbidden-calls.ts';
import { policyOf } from './statements.ts';
import { mistake, otherThan, type Request } from './simulate.ts';
import { ofType, pascal, refersTo, resource } from './template.ts';

/**
 * Providers whose actions are not in the catalogue of this build yet, although their ceiling is in the template. Delete
 * the constant and its uses when each of them has its actions.
 */
const providersWithoutActionsYet: readonly Provider[] = ['ec2', 'ecs', 'rds', 'lambda'];

const denied = ['ImplicitlyDenied', 'ExplicitlyDenied'];
const ceiling = policiesOf('RemediationRole', everything);
const idOf: Readonly<Record<Exclude<Provider, 'kubernetes'>, string>> = {
  ec2: 'Ec2',
  ecs: 'Ecs',
  rds: 'Rds',
  lambda: 'Lambda',
  cloudcontrol: 'CloudControl',
};
const switched = providers.filter((one) => one !== 'kubernetes');
const allowed = (id: string): string[] =>
  policyOf(resource(id)).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
const callsOf = (provider: Provider): Request[] =>
  awsSamples.filter(({ action }) => action.provider === provider).flatMap(({ requests }) => requests);

describe('the ceiling of approved changes', () => {
  it.each(awsSamples.map((sample) => [sample.id, sample.requests] as const))('covers %s', async (_id, requests) =>
    expect(await otherThan(['Allowed'], requests, () => ({ policies: ceiling }))).toEqual([]),
  );

  it.each(switched.filter((one) => !providersWithoutActionsYet.includes(one)))(
    'of %s is what the catalogue calls, and nothing more',
    (provider) => {
      const called = new Set(callsOf(provider).map(({ action }) => action));
      expect(allowed(`${idOf[provider]}RemediationPolicy`).filter((action) => !called.has(action))).toEqual([]);
    },
  );

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
    const characters = ceiling.map(({ policy }) => JSON.stringify(policy).length).reduce((a, b) => a + b, 0);
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; real names are longer than these.
    expect(characters).toBeLessThan(10_240 - 2_500);
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
    // What leaves by it is what the ceiling allows of that service.
    expect(carried.toSorted()).toEqual(
      allowed(`${idOf[provider]}RemediationPolicy`)
        .filter((action) => action.startsWith(prefix))
        .toSorted(),
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

describe('the system', () => {
  /** What a role with these policies and a mistaken one could still do to us. */
  const harm = (policies: readonly NamedPolicy[]): Promise<string[]> =>
    otherThan(['ExplicitlyDenied'], [...identityCalls, ...callsOnOurselves], () => ({
      policies: [...policies, mistake],
    }));

  it('never changes itself or an identity, even if somebody gives the role every permission', async () =>
    expect(await harm(ceiling)).toEqual([]));

  it('has no part in that proof that is missing', () => {
    const arns = callsOnOurselves.map(({ resource: arn }) => arn).join('\n');
    for (const type of kindsOfOurs) for (const { id } of ofType(type)) expect(arns, id).toContain(id);
    expect(kindsOfOurs.flatMap(ofType)).toHaveLength(
      Object.values(
        ['AWS::Lambda::Function', 'AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::KMS::Key']
          .concat(['AWS::SNS::Topic', 'AWS::Events::EventBus', 'AWS::IAM::Role'])
          .map((type) => ofType(type).length),
      ).reduce((a, b) => a + b, 0),
    );
  });

  const Document = z.object({ Statement: z.array(z.looseObject({ Sid: z.string() })) });
  const lacking = (sid: string): NamedPolicy[] =>
    ceiling.map(({ name, policy }) => {
      const { Statement, ...rest } = Document.loose().parse(policy);
      return { name, policy: { ...rest, Statement: Statement.filter(({ Sid }) => Sid !== sid) } };
    });

  it.each([
    'NothingOfAnyOtherServiceAndNoIdentity',
    'RolesForTasksOnly',
    'TheSystemNeverChangesItself',
    'NorItsOwnNetwork',
  ])('needs the denial %s', async (sid) => expect(await harm(lacking(sid))).not.toEqual([]));
});

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
      const { context: _tags, ...request }: Request = { action: 'ec2:DescribeNetworkInterfaces', resource: '*' };
      const context = {
        'lambda:SourceFunctionArn': `arn:aws:lambda:eu-central-1:123456789012:function:${name}Function`,
      };
      const all = policiesOf(`${pascal(name)}Role`, everything);
      expect(await otherThan(['ExplicitlyDenied'], [{ ...request, context }], () => ({ policies: all }))).toEqual([]);
    },
  );

  it('is allowed what the catalogue reads, and nothing more', () => {
    const read = new Set(
      awsSamples
        .flatMap(({ requests }) => requests.filter(isReading))
        .map(keyOf)
        .map((key) => key.split(' ')[0]),
    );
    const pending = new Set(providersWithoutActionsYet.map((one) => `${idOf[one as keyof typeof idOf]}ReadingPolicy`));
    const more = switched
      .map((one) => `${idOf[one]}ReadingPolicy`)
      .filter((id) => !pending.has(id))
      .flatMap(allowed)
      .filter((action) => !read.has(action));
    expect(more).toEqual([]);
  });
});
