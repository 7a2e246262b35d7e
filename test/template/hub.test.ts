import { awsSamples, endpointOf } from './approved-calls.ts';
import { endpointPolicies, type Given, policiesOf } from './concrete.ts';
import { propertyAt, statementAt } from './planting.ts';
import { proves } from './proof.ts';
import { becoming } from './sensitive.ts';
import { denied, mistake, otherThan, type Request } from './simulate.ts';
import { readers, spokeAccount, stranger, withSpokes } from './spoke.ts';
import { functionNames, ofType, pascal, type Template } from './template.ts';

const changers = ['ExecutorRole', 'RollbackRole'];

/** Becoming a role of another account, as a function asks for it. */
const asking = (role: string, account: string, externalId = 'an-external-id-of-ours'): Request => ({
  action: 'sts:AssumeRole',
  resource: `arn:aws:iam::${account}:role/${role}`,
  context: {
    'aws:ResourceAccount': account,
    'sts:ExternalId': externalId,
    ...becoming,
  },
});
/** The same without something that it must say. */
const silent = (request: Request, about: string): Request => ({
  ...request,
  context: Object.fromEntries(Object.entries(request.context ?? {}).filter(([key]) => key !== about)),
});
/** What must be said to change something. */
const demanded = [
  'sts:ExternalId',
  'sts:RoleSessionName',
  'sts:SourceIdentity',
  'aws:RequestTag/approval',
  'aws:RequestTag/digest',
];
const reader = 'sovereign-ops-spoke-reader';
const remediation = 'sovereign-ops-spoke-remediation';

const uniqueBy = <T>(all: readonly T[], key: (one: T) => string): T[] => [
  ...new Map(all.map((one) => [key(one), one])).values(),
];

proves(
  {
    promise: 'the hub takes the alarms of the spoke accounts on its default bus, and nothing of anybody else',
    broken: (template) =>
      ofType('AWS::Events::EventBusPolicy', template).flatMap(({ id, Condition, Properties }) => {
        const text = JSON.stringify(Properties['Statement']);
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
    patch: [{ op: 'replace', path: propertyAt('SpokeAlarms', 'Statement/Principal'), value: '*' }],
    said: 'open to others',
  },
  {
    fault: 'a bus that takes what anybody in a spoke may write',
    patch: [{ op: 'remove', path: propertyAt('SpokeAlarms', 'Statement/Condition/ForAllValues:StringEquals') }],
    said: 'any source',
  },
  {
    fault: 'spokes that put events on the bus of the steps',
    patch: [{ op: 'add', path: propertyAt('SpokeAlarms', 'EventBusName'), value: { Ref: 'StepBus' } }],
    said: 'another bus',
  },
  {
    fault: 'a bus policy without spokes',
    patch: [{ op: 'remove', path: '/Resources/SpokeAlarms/Condition' }],
    said: 'without spokes',
  },
);

/** What STS asks for beside the role itself, each with its own condition keys only. */
const saying = (account: string): Request[] =>
  [
    { action: 'sts:SetSourceIdentity', context: { 'sts:SourceIdentity': 'alice' } },
    { action: 'sts:TagSession', context: { 'aws:RequestTag/approval': 'a1', 'aws:RequestTag/digest': 'd1' } },
  ].map(({ action, context }) => ({
    action,
    resource: `arn:aws:iam::${account}:role/${remediation}`,
    context: { 'aws:ResourceAccount': account, ...context },
  }));

const asks = [
  { request: asking(reader, spokeAccount), of: readers },
  { request: asking(remediation, spokeAccount), of: changers },
  { request: asking(reader, stranger), of: [] },
  { request: asking(remediation, stranger), of: [] },
  { request: asking('admin', spokeAccount), of: [] },
  { request: asking(reader, spokeAccount, 'another'), of: [] },
  ...demanded.map((about) => ({ request: silent(asking(remediation, spokeAccount), about), of: [] })),
  ...saying(spokeAccount).map((request) => ({ request, of: changers })),
  ...saying(stranger).map((request) => ({ request, of: [] })),
  ...saying(spokeAccount).flatMap((request) =>
    demanded
      .filter((about) => about in (request.context ?? {}))
      .map((about) => ({ request: silent(request, about), of: [] })),
  ),
];
/** Who can become what in which account, where that is not as it must be. */
const becomes = async (template: Template): Promise<string[]> => {
  const wrongly = async (id: string, given: Given): Promise<string[]> => {
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
  const found = ids.flatMap((id) => [wrongly(id, withSpokes), wrongly(id, { ...withSpokes, SpokeAccounts: '' })]);
  return (await Promise.all(found)).flat();
};

proves(
  {
    promise:
      'the hub has four functions that read in spoke accounts and two that change there, by these roles and no others',
    broken: becomes,
  },
  {
    fault: 'a function that may read in every account',
    patch: [
      {
        op: 'remove',
        path: `${statementAt('AnalyzerSpokePolicy', 'ReadInSpokes')}/Condition/StringEquals/aws:ResourceAccount`,
      },
    ],
    said: stranger,
  },
  {
    fault: 'a function that names no external id',
    patch: [
      {
        op: 'remove',
        path: `${statementAt('ProposerSpokePolicy', 'ReadInSpokes')}/Condition/StringEquals/sts:ExternalId`,
      },
    ],
    said: 'ProposerRole Allowed: sts:AssumeRole',
  },
  {
    fault: 'a validator that may become the hand of an approver',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('ValidatorSpokePolicy', 'ReadInSpokes')}/Resource`,
        value: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::*:role/sovereign-ops-spoke-*` },
      },
    ],
    said: `ValidatorRole Allowed: sts:AssumeRole arn:aws:iam::${spokeAccount}:role/${remediation}`,
  },
  {
    fault: 'an executor that names no approver',
    patch: [
      {
        op: 'remove',
        path: `${statementAt('ExecutorSpokePolicy', 'InTheNameOfTheApproverInSpokes')}/Condition/StringLike`,
      },
    ],
    said: 'ExecutorRole Allowed: sts:SetSourceIdentity',
  },
  {
    fault: 'a rollback that names no change',
    patch: [
      {
        op: 'remove',
        path: `${statementAt('RollbackSpokePolicy', 'WithApprovalAndDigestInSpokes')}/Condition/StringLike`,
      },
    ],
    said: 'RollbackRole Allowed: sts:TagSession',
  },
  {
    fault: 'a way into spokes that is open without any',
    patch: [
      { op: 'remove', path: '/Resources/RollbackSpokePolicy/Condition' },
      { op: 'remove', path: `${statementAt('RollbackSpokePolicy', 'BecomeTheApproversHandInSpokes')}/Condition` },
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
    promise: 'the hub lets sessions of the spoke roles through its endpoints, and no other principal of any account',
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
    patch: [{ op: 'remove', path: statementAt('EcsEndpoint', 'ReadAndChangeSpokes') }],
    said: 'ecs:UpdateService',
  },
  {
    fault: 'an endpoint for everybody in the spoke',
    patch: [
      { op: 'remove', path: `${statementAt('LambdaEndpoint', 'ReadAndChangeSpokes')}/Fn::If/1/Condition/ArnLike` },
    ],
    said: 'role/somebody',
  },
  {
    fault: 'an endpoint for a role of this name in any account',
    patch: [
      { op: 'remove', path: `${statementAt('RdsEndpoint', 'ReadAndChangeSpokes')}/Fn::If/1/Condition/StringEquals` },
    ],
    said: stranger,
  },
);
