import { describe, expect, it } from 'vitest';
import { awsSamples, endpointOf } from './approved-calls.ts';
import { arnOf, endpointPolicies, type Given, policiesOf } from './concrete.ts';
import { proves, provesOf } from './proof.ts';
import { decision, mistake, otherThan, type Request } from './simulate.ts';
import { everythingThere, spokeAccount, spokeTemplate, spokeText, stranger, withSpokes, without } from './spoke.ts';
import { policyOf, type Statement } from './statements.ts';
import { functionNames, ofType, pascal, refersTo, resource, type Template } from './template.ts';

const denied = ['ImplicitlyDenied', 'ExplicitlyDenied'];
const readers = ['AnalyzerRole', 'ProposerRole', 'ValidatorRole', 'ExecutorRole'];
const changers = ['ExecutorRole', 'RollbackRole'];
const at = (id: string, ...path: (string | number)[]): string => ['', 'Resources', id, 'Properties', ...path].join('/');
const statementAt = (id: string, n: number, ...path: string[]) => at(id, 'PolicyDocument', 'Statement', n, ...path);

/** Becoming a role of another account, as a function asks for it. */
const becoming = (role: string, account: string, externalId = 'an-external-id-of-ours'): Request => ({
  action: 'sts:AssumeRole',
  resource: `arn:aws:iam::${account}:role/${role}`,
  context: {
    'aws:ResourceAccount': account,
    'sts:ExternalId': externalId,
    'sts:RoleSessionName': 'inc-1',
    'sts:SourceIdentity': 'alice',
    'aws:RequestTag/approval': 'a1',
    'aws:RequestTag/digest': 'd1',
  },
});
/** The same without something that it must say. */
const silent = (request: Request, about: string): Request => ({
  ...request,
  context: Object.fromEntries(Object.entries(request.context ?? {}).filter(([key]) => key !== about)),
});
/** What must be said to change something. */
const said = [
  'sts:ExternalId',
  'sts:RoleSessionName',
  'sts:SourceIdentity',
  'aws:RequestTag/approval',
  'aws:RequestTag/digest',
];
/** What STS asks for beside the role itself, each with its own condition keys only. */
const saying = (account: string): Request[] =>
  [
    { action: 'sts:SetSourceIdentity', context: { 'sts:SourceIdentity': 'alice' } },
    { action: 'sts:TagSession', context: { 'aws:RequestTag/approval': 'a1', 'aws:RequestTag/digest': 'd1' } },
  ].map(({ action, context }) => ({
    action,
    resource: `arn:aws:iam::${account}:role/sovereign-ops-spoke-remediation`,
    context: { 'aws:ResourceAccount': account, ...context },
  }));
const reader = 'sovereign-ops-spoke-reader';
const remediation = 'sovereign-ops-spoke-remediation';

const uniqueBy = <T>(all: readonly T[], key: (one: T) => string): T[] => [
  ...new Map(all.map((one) => [key(one), one])).values(),
];

describe('the hub', () => {
  proves(
    {
      promise: 'takes the alarms of the spoke accounts on its default bus, and nothing of anybody else',
      broken: (template) =>
        ofType('AWS::Events::EventBusPolicy', template).flatMap(({ id, Condition, Properties }) => {
          const { Statement: said } = Properties;
          const text = JSON.stringify(said);
          return [
            ...(Condition === 'HasSpokes' ? [] : [`${id} is there without spokes`]),
            ...(text.includes('"Principal":{"AWS":{"Ref":"SpokeAccounts"}}') ? [] : [`${id} is open to others`]),
            ...(text.includes('"Action":"events:PutEvents"') ? [] : [`${id} allows more than to put events`]),
            ...(text.includes('"events:source":"aws.cloudwatch"') && text.includes('"events:source":"false"')
              ? []
              : [`${id} takes events of any source`]),
            ...(text.includes('"events:detail-type":"CloudWatch Alarm State Change"')
              ? []
              : [`${id} takes events of any type`]),
            ...('EventBusName' in Properties ? [`${id} is about another bus than the default one`] : []),
          ];
        }),
    },
    {
      fault: 'a bus that is open to everybody',
      patch: [{ op: 'replace', path: at('SpokeAlarms', 'Statement', 'Principal'), value: '*' }],
      said: 'open to others',
    },
    {
      fault: 'a bus that takes what anybody in a spoke may write',
      patch: [{ op: 'remove', path: at('SpokeAlarms', 'Statement', 'Condition', 'ForAllValues:StringEquals') }],
      said: 'any source',
    },
    {
      fault: 'spokes that put events on the bus of the steps',
      patch: [{ op: 'add', path: at('SpokeAlarms', 'EventBusName'), value: { Ref: 'StepBus' } }],
      said: 'another bus',
    },
    {
      fault: 'a bus policy without spokes',
      patch: [{ op: 'remove', path: '/Resources/SpokeAlarms/Condition' }],
      said: 'without spokes',
    },
  );

  const asks = [
    { request: becoming(reader, spokeAccount), of: readers },
    { request: becoming(remediation, spokeAccount), of: changers },
    { request: becoming(reader, stranger), of: [] },
    { request: becoming(remediation, stranger), of: [] },
    { request: becoming('admin', spokeAccount), of: [] },
    { request: becoming(reader, spokeAccount, 'another'), of: [] },
    ...said.map((about) => ({ request: silent(becoming(remediation, spokeAccount), about), of: [] })),
    ...saying(spokeAccount).map((request) => ({ request, of: changers })),
    ...saying(stranger).map((request) => ({ request, of: [] })),
    ...saying(spokeAccount).flatMap((request) =>
      said
        .filter((about) => about in (request.context ?? {}))
        .map((about) => ({ request: silent(request, about), of: [] })),
    ),
  ];
  /** Who can become what in which account, where that is not as it must be. */
  const becomes = async (template: Template): Promise<string[]> => {
    const asking = async (id: string, given: Given): Promise<string[]> => {
      // Who has no policy that speaks of becoming somebody becomes nobody.
      const policies = policiesOf(id, given, template).filter(({ policy }) =>
        /"sts:|"\*"\]?,"R/.test(JSON.stringify(policy)),
      );
      const found = await Promise.all(
        asks.map(({ request, of }) => {
          const may = given['SpokeAccounts'] !== '' && of.some((one) => one === id);
          return otherThan(may ? ['Allowed'] : denied, policies.length === 0 && !may ? [] : [request], () => ({
            policies,
          }));
        }),
      );
      return found.flat().map((what) => `${id} ${what}`);
    };
    const ids = functionNames.map((name) => `${pascal(name)}Role`);
    const found = ids.flatMap((id) => [asking(id, withSpokes), asking(id, { ...withSpokes, SpokeAccounts: '' })]);
    return (await Promise.all(found)).flat();
  };

  proves(
    {
      promise: 'has four functions that read in spoke accounts and two that change there, by these roles and no others',
      broken: becomes,
    },
    {
      fault: 'a function that may read in every account',
      patch: [
        {
          op: 'remove',
          path: statementAt('AnalyzerSpokePolicy', 0, 'Condition', 'StringEquals', 'aws:ResourceAccount'),
        },
      ],
      said: stranger,
    },
    {
      fault: 'a function that names no external id',
      patch: [
        { op: 'remove', path: statementAt('ProposerSpokePolicy', 0, 'Condition', 'StringEquals', 'sts:ExternalId') },
      ],
      said: 'ProposerRole Allowed: sts:AssumeRole',
    },
    {
      fault: 'a validator that may become the hand of an approver',
      patch: [
        {
          op: 'replace',
          path: statementAt('ValidatorSpokePolicy', 0, 'Resource'),
          value: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::*:role/sovereign-ops-spoke-*` },
        },
      ],
      said: `ValidatorRole Allowed: sts:AssumeRole arn:aws:iam::${spokeAccount}:role/${remediation}`,
    },
    {
      fault: 'an executor that names no approver',
      patch: [{ op: 'remove', path: statementAt('ExecutorSpokePolicy', 2, 'Condition', 'StringLike') }],
      said: 'ExecutorRole Allowed: sts:SetSourceIdentity',
    },
    {
      fault: 'a rollback that names no change',
      patch: [{ op: 'remove', path: statementAt('RollbackSpokePolicy', 2, 'Condition', 'StringLike') }],
      said: 'RollbackRole Allowed: sts:TagSession',
    },
    {
      fault: 'a way into spokes that is open without any',
      patch: [
        { op: 'remove', path: '/Resources/RollbackSpokePolicy/Condition' },
        { op: 'remove', path: statementAt('RollbackSpokePolicy', 0, 'Condition') },
      ],
      said: 'RollbackRole Allowed',
    },
  );

  /** The calls of approved changes in a spoke, as they pass the endpoints in the hands of the session there. */
  const there = uniqueBy(
    awsSamples.flatMap(({ requests }) => requests).filter((request) => endpointOf(request) !== undefined),
    ({ action }) => action,
  ).map((request) => ({ ...request, resource: request.resource.replace('123456789012', spokeAccount) }));
  const oneOfEach = uniqueBy(there, (request) => endpointOf(request) ?? '');
  const as = (account: string, role: string) => (request: Request) => ({
    ...request,
    context: {
      ...request.context,
      'aws:PrincipalAccount': account,
      'aws:PrincipalArn': `arn:aws:iam::${account}:role/${role}`,
    },
  });
  const through = async (expected: string[], requests: Request[], template: Template, given = withSpokes) =>
    otherThan(expected, requests, (request) => ({
      policies: [mistake],
      endpoint: endpointPolicies(endpointOf(request) ?? '', given, template),
    }));

  proves(
    {
      promise: 'lets sessions of the spoke roles through its endpoints, and no other principal of any account',
      broken: async (template) =>
        [
          await through(['Allowed'], there.map(as(spokeAccount, remediation)), template),
          await through(denied, oneOfEach.map(as(spokeAccount, 'somebody')), template),
          await through(denied, oneOfEach.map(as(stranger, remediation)), template),
          await through(denied, oneOfEach.map(as(spokeAccount, remediation)), template, {
            ...withSpokes,
            SpokeAccounts: '',
          }),
        ].flat(),
    },
    {
      fault: 'an endpoint that shuts spokes out',
      patch: [{ op: 'remove', path: statementAt('EcsEndpoint', 5) }],
      said: 'ecs:UpdateService',
    },
    {
      fault: 'an endpoint for everybody in the spoke',
      patch: [{ op: 'remove', path: `${statementAt('LambdaEndpoint', 2)}/Fn::If/1/Condition/ArnLike` }],
      said: 'role/somebody',
    },
    {
      fault: 'an endpoint for a role of this name in any account',
      patch: [{ op: 'remove', path: `${statementAt('RdsEndpoint', 3)}/Fn::If/1/Condition/StringEquals` }],
      said: stranger,
    },
  );
});

describe('the spoke', () => {
  const trust = (template: Template, id: string): Statement[] => policyOf(resource(id, template));

  provesOf(
    spokeText,
    {
      promise: 'is entered from the hub by its functions alone, with the external id, and to change by an approver',
      broken: (template) => {
        const principals = {
          ReaderRole: { Ref: 'ReaderRoleArns' },
          RemediationRole: [{ Ref: 'ExecutorRoleArn' }, { Ref: 'RollbackRoleArn' }],
        };
        return Object.entries(principals).flatMap(([id, AWS]) =>
          trust(template, id).flatMap(({ Action, Principal, Condition }) => {
            const { StringEquals = {}, StringLike = {} } = Condition;
            const keys = { ...StringEquals, ...StringLike };
            // STS asks for setting the identity and for the tags by themselves, with their own keys only.
            const [ofApprover, ofChange] = [
              ['sts:SourceIdentity'],
              ['aws:RequestTag/approval', 'aws:RequestTag/digest'],
            ];
            const carried = Action.flatMap((action) => {
              if (action === 'sts:SetSourceIdentity') return ofApprover;
              if (action === 'sts:TagSession') return ofChange;
              const always = ['sts:ExternalId', 'sts:RoleSessionName'];
              return id === 'RemediationRole' ? [...always, ...ofApprover, ...ofChange] : always;
            });
            const asked = ['aws:PrincipalAccount', ...carried];
            return [
              ...(without([Principal], [{ AWS }]).length === 0 ? [] : [`${id} admits others than the hub's functions`]),
              ...asked.filter((key) => keys[key] === undefined).map((key) => `${id} does not ask for ${key}`),
              ...(!asked.includes('sts:ExternalId') || refersTo(StringEquals['sts:ExternalId']) === 'ExternalId'
                ? []
                : [`${id} takes any external id`]),
              ...(refersTo(StringEquals['aws:PrincipalAccount']) === 'HubAccountId' ? [] : [`${id} is open to others`]),
              ...(asked.includes('aws:RequestTag/digest') &&
              Condition['ForAllValues:StringEquals']?.['aws:TagKeys'] === undefined
                ? [`${id} takes any tag`]
                : []),
            ];
          }),
        );
      },
    },
    {
      fault: 'a role for everybody',
      patch: [
        {
          op: 'replace',
          path: at('RemediationRole', 'AssumeRolePolicyDocument', 'Statement', 0, 'Principal'),
          value: '*',
        },
      ],
      said: 'admits others',
    },
    ...(['ReaderRole', 'RemediationRole'] as const).map((id) => ({
      fault: `a ${id} without the external id: the confused deputy`,
      patch: [
        {
          op: 'remove' as const,
          path: at(id, 'AssumeRolePolicyDocument', 'Statement', 0, 'Condition', 'StringEquals', 'sts:ExternalId'),
        },
      ],
      said: `${id} does not ask for sts:ExternalId`,
    })),
    {
      fault: 'changes without an approver',
      patch: [
        {
          op: 'remove',
          path: at(
            'RemediationRole',
            'AssumeRolePolicyDocument',
            'Statement',
            0,
            'Condition',
            'StringLike',
            'sts:SourceIdentity',
          ),
        },
      ],
      said: 'does not ask for sts:SourceIdentity',
    },
    {
      fault: 'a hub in any account',
      patch: [
        {
          op: 'remove',
          path: at(
            'ReaderRole',
            'AssumeRolePolicyDocument',
            'Statement',
            0,
            'Condition',
            'StringEquals',
            'aws:PrincipalAccount',
          ),
        },
      ],
      said: 'ReaderRole is open to others',
    },
  );

  /** What a role of a template says, statement by statement, under which condition. */
  const saidBy = (template: Template | undefined, roles: readonly string[]) =>
    ofType('AWS::IAM::RolePolicy', template)
      .filter(({ Condition, Properties }) => {
        const role = refersTo(Properties['RoleName']);
        return role !== undefined && roles.includes(role) && Condition !== 'HasSpokes';
      })
      .flatMap((one) => policyOf(one).map((statement) => ({ when: one.Condition, ...statement })));
  const own = ['TheSystemNeverChangesItself', 'NorItsOwnNetwork'];
  const ceiling = (template?: Template) =>
    saidBy(template, ['RemediationRole']).filter(({ Sid }) => !own.includes(Sid ?? ''));
  const differences = (hub: readonly unknown[], spoke: readonly unknown[]): string[] => [
    ...without(hub, spoke).map((one) => `only in the hub: ${JSON.stringify(one)}`),
    ...without(spoke, hub).map((one) => `only in the spoke: ${JSON.stringify(one)}`),
  ];

  provesOf(
    spokeText,
    {
      promise: 'has the ceiling of the hub, switch by switch and denial by denial',
      broken: (template) => differences(ceiling(), ceiling(template)),
    },
    {
      fault: 'one action more',
      patch: [{ op: 'add', path: statementAt('EcsRemediationPolicy', 0, 'Action', '-'), value: 'ecs:DeleteService' }],
      said: 'ecs:DeleteService',
    },
    {
      fault: 'a denial that is missing',
      patch: [{ op: 'remove', path: statementAt('RemediationPolicy', 1) }],
      said: 'only in the hub: {"Sid":"NothingOfAnyOtherServiceAndNoIdentity"',
    },
    {
      fault: 'a provider that is open without its switch',
      patch: [{ op: 'remove', path: '/Resources/RdsRemediationPolicy/Condition' }],
      said: 'only in the spoke: {"Sid":"ResizeInstances"',
    },
  );

  /** Of other things than our own table, logs, queues, keys and switches. */
  const isOfOthers = ({ Effect, Action, Resource }: Statement): boolean =>
    Effect === 'Allow' &&
    !JSON.stringify(Resource).includes('Fn::GetAtt') &&
    Action.every((one) => !/^(bedrock|ssm|s3|sts):/.test(one));
  const reads = (template: Template | undefined, roles: readonly string[]) =>
    saidBy(template, roles)
      .filter(isOfOthers)
      .flatMap(({ when, Action, Resource, Condition }) =>
        Action.map((action) => ({
          when,
          action,
          resource: JSON.stringify(Resource),
          condition: JSON.stringify(Condition),
        })),
      );

  provesOf(
    spokeText,
    {
      promise: 'lets the hub read what its functions read at home, and nothing else',
      broken: (template) => differences(reads(undefined, readers), reads(template, ['ReaderRole'])),
    },
    {
      fault: 'a reader that may read what nobody asks for',
      patch: [
        {
          op: 'add',
          path: statementAt('ReaderPolicy', 0, 'Action'),
          value: ['cloudwatch:GetMetricData', 'logs:GetQueryResults'],
        },
      ],
      said: 'only in the spoke',
    },
    {
      fault: 'a reader without alarm states',
      patch: [{ op: 'remove', path: statementAt('ReaderPolicy', 1) }],
      said: 'cloudwatch:DescribeAlarms',
    },
  );

  const harms = (template: Template) => {
    const arn = (id: string) => arnOf(id, template);
    const calls: Request[] = [
      ...['ReaderRole', 'RemediationRole', 'ForwardingRole'].flatMap((id) =>
        ['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy', 'sts:AssumeRole'].map((action) => ({
          action,
          resource: arn(id),
        })),
      ),
      ...['sqs:SetQueueAttributes', 'sqs:PurgeQueue'].map((action) => ({
        action,
        resource: arn('ForwardingFailures'),
      })),
      { action: 'events:DisableRule', resource: arn('AlarmsToTheHub') },
    ];
    return otherThan(['ExplicitlyDenied'], calls, () => ({
      policies: [...policiesOf('RemediationRole', everythingThere, template), mistake],
    }));
  };

  provesOf(
    spokeText,
    { promise: 'never lets a change touch its own roles, rule and queue, even by mistake', broken: harms },
    {
      fault: 'a queue that may be emptied',
      patch: [{ op: 'remove', path: statementAt('RemediationPolicy', 4) }],
      said: 'sqs:PurgeQueue',
    },
  );

  provesOf(
    spokeText,
    {
      promise: 'forwards its own alarms to the bus of the hub, and says so when it cannot',
      broken: (template) => {
        const text = JSON.stringify(resource('AlarmsToTheHub', template).Properties);
        const [forwards, ...more] = policyOf(resource('ForwardingPolicy', template));
        const watched = ofType('AWS::CloudWatch::Alarm', template).some(({ Properties }) =>
          JSON.stringify(Properties).includes('["ForwardingFailures","QueueName"]'),
        );
        return [
          ...(text.includes('"account":[{"Ref":"AWS::AccountId"}]') ? [] : ['it forwards what others forwarded']),
          ...(text.includes('"anything-but":{"prefix"') ? [] : ['its own alarm would open an incident']),
          ...(text.includes('"prefix":{"Fn::Sub":"${AWS::StackName}-ForwardingFailuresAlarm-"}')
            ? []
            : ['it keeps back alarms of others, whose names begin like the stack']),
          ...(text.includes('"DeadLetterConfig"') ? [] : ['what is not delivered is lost']),
          ...(watched ? [] : ['nobody hears of what is not delivered']),
          ...(JSON.stringify(forwards?.Action) === '["events:PutEvents"]' && more.length === 0
            ? []
            : ['the role of the rule may do more']),
          ...(JSON.stringify(forwards?.Resource).includes(':${HubAccountId}:event-bus/default')
            ? []
            : ['alarms may go to another bus']),
        ];
      },
    },
    {
      fault: 'a rule that leaves out every alarm whose name begins like the stack',
      patch: [
        {
          op: 'replace',
          path: at('AlarmsToTheHub', 'EventPattern', 'detail', 'alarmName', 0, 'anything-but', 'prefix'),
          value: { 'Fn::Sub': '${AWS::StackName}-' },
        },
      ],
      said: 'keeps back alarms of others',
    },
    {
      fault: 'a rule without a queue for what fails',
      patch: [{ op: 'remove', path: at('AlarmsToTheHub', 'Targets', 0, 'DeadLetterConfig') }],
      said: 'lost',
    },
    {
      fault: 'a queue that nobody watches',
      patch: [{ op: 'remove', path: '/Resources/ForwardingFailuresAlarm' }],
      said: 'nobody hears',
    },
    {
      fault: 'a role that puts events anywhere',
      patch: [{ op: 'replace', path: statementAt('ForwardingPolicy', 0, 'Resource'), value: '*' }],
      said: 'another bus',
    },
  );

  it('allows every approved change of the catalogue', async () => {
    const powers = { policies: policiesOf('RemediationRole', everythingThere, spokeTemplate) };
    const requests = awsSamples.flatMap((sample) => sample.requests);
    expect(await otherThan(['Allowed'], requests, () => powers)).toEqual([]);
    expect(denied).toContain(
      await decision(powers, {
        action: 'ecs:DeleteService',
        resource: 'arn:aws:ecs:eu-central-1:123456789012:service/a/b',
      }),
    );
  });
});
