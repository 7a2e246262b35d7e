import { describe, expect, it } from 'vitest';
import { awsSamples } from './approved-calls.ts';
import { commandsOf } from './bundles.ts';
import { actionsOf, isInSession, unsent } from './commands.ts';
import { type Intended, intendedCalls, lambdasCalls } from './intended-calls.ts';
import { oneMore, statementAt } from './planting.ts';
import { leavingTheVpc, powersOf } from './powers.ts';
import { type Proof, proves } from './proof.ts';
import { askedOf, reasons, sentBy, surplus } from './sent.ts';
import { denied, otherThan, type Request } from './simulate.ts';
import { policyOf } from './statements.ts';
import { functionNames, ofType, pascal, refersTo } from './template.ts';

/** Lambda gives a function's requests these; the tag opens the one look that is denied to the others. */
const asFunction = (name: string, request: Intended): Request => ({
  ...request,
  context: {
    ...request.context,
    'lambda:SourceFunctionArn': `arn:aws:lambda:eu-central-1:123456789012:function:${pascal(name)}`,
    ...(name === 'proposer' ? { 'aws:PrincipalTag/describes-interfaces': 'true' } : {}),
  },
});

const neighborOf = ({ neighbor, neighborContext, ...request }: Intended): Request[] =>
  neighbor === undefined
    ? []
    : [{ ...request, resource: neighbor, context: { ...request.context, ...neighborContext } }];

const forEach = async (judge: (name: string, role: string) => Promise<string[]>): Promise<string[]> =>
  (
    await Promise.all(
      functionNames.map(async (name) => (await judge(name, `${pascal(name)}Role`)).map((one) => `${name}: ${one}`)),
    )
  ).flat();

const allowed: Proof = {
  promise: 'what a bundle sends is allowed where it is meant for, through role, boundary, resource and endpoint',
  broken: (template) =>
    forEach(async (name, role) => [
      ...(await otherThan(
        ['Allowed'],
        intendedCalls(name).map((one) => asFunction(name, one)),
        leavingTheVpc(role, template),
      )),
      ...(await otherThan(['Allowed'], lambdasCalls(name), powersOf(role, template))),
    ]),
};

const bounded: Proof = {
  promise: 'the same call on a neighbor is denied by the role alone',
  broken: (template) =>
    forEach((name, role) =>
      otherThan(
        denied,
        [...intendedCalls(name), ...lambdasCalls(name)].flatMap(neighborOf).map((one) => asFunction(name, one)),
        powersOf(role, template),
      ),
    ),
};

const keyed: Proof = {
  promise: 'no item is reached by a request that names no partition',
  broken: (template) =>
    forEach((_name, role) =>
      otherThan(
        denied,
        ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) => ({
          action: `dynamodb:${action}`,
          resource: intendedCalls('timekeeper')[0]?.resource ?? '',
        })),
        powersOf(role, template),
      ),
    ),
};

const used: Proof = {
  promise: 'a role names no action that nothing sends',
  broken: async (template) =>
    (
      await Promise.all([
        ...functionNames.map(async (name) => surplus(`${pascal(name)}Role`, askedOf(await sentBy(name)), template)),
        commandsOf('executor').then((commands) =>
          surplus('RemediationRole', askedOf(commands.filter((one) => isInSession('executor', one))), template),
        ),
      ])
    ).flat(),
};

proves(
  allowed,
  {
    fault: 'an action that a bundle sends is missing',
    patch: [{ op: 'remove', path: statementAt('ValidatorPolicy', 'ReadMetrics') }],
    said: 'validator: ImplicitlyDenied: cloudwatch:GetMetricData',
  },
  {
    fault: 'a partition that is read is missing',
    patch: [{ op: 'remove', path: statementAt('ExecutorPolicy', 'ReadWhoApprovedIt') }],
    said: 'executor: ImplicitlyDenied: dynamodb:Query',
  },
  {
    fault: 'an endpoint does not let it through',
    patch: [{ op: 'replace', path: `${statementAt('KmsEndpoint', 'OurMacAndSigningKeys')}/Action`, value: 'kms:Sign' }],
    said: 'notifier: ImplicitlyDenied: kms:GenerateMac',
  },
  {
    fault: 'the key names another role',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('ProofKey', 'NobodyElseVerifies')}/Condition/ArnNotEquals/aws:PrincipalArn`,
        value: { 'Fn::GetAtt': ['AnalyzerRole', 'Arn'] },
      },
    ],
    said: 'executor: ExplicitlyDenied: kms:VerifyMac',
  },
  {
    fault: 'the bucket takes objects from somebody else',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('AuditBucketPolicy', 'OnlyTheAuditorWrites')}/Condition/ArnNotEquals/aws:PrincipalArn`,
        value: { 'Fn::GetAtt': ['AnalyzerRole', 'Arn'] },
      },
    ],
    said: 'auditor: ExplicitlyDenied: s3:PutObject',
  },
);

proves(
  bounded,
  {
    fault: 'every parameter below the path of the switches',
    patch: oneMore('RollbackPolicy', { Action: 'ssm:GetParameters', Resource: '*' }),
    said: 'rollback: Allowed: ssm:GetParameters',
  },
  {
    fault: 'log groups of everybody',
    patch: [
      {
        op: 'replace',
        path: `${statementAt('AnalyzerPolicy', 'WriteItsOwnLogs')}/Resource`,
        value: { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:*' },
      },
    ],
    said: 'analyzer: Allowed: logs:PutLogEvents',
  },
  {
    fault: 'any role that may be assumed',
    patch: [
      { op: 'replace', path: `${statementAt('ExecutorPolicy', 'BecomeTheApproversHand')}/Resource`, value: '*' },
      {
        op: 'replace',
        path: `${statementAt('FunctionBoundary', 'OurRemediationRole')}/Resource`,
        value: '*',
      },
    ],
    said: 'executor: Allowed: sts:AssumeRole',
  },
);

proves(keyed, {
  fault: 'keys that need not be named, in role and boundary',
  patch: [
    { op: 'remove', path: `${statementAt('TimekeeperPolicy', 'ReadIncidents')}/Condition/Null` },
    { op: 'remove', path: `${statementAt('FunctionBoundary', 'ItemsOfOurTable')}/Condition` },
  ],
  said: 'timekeeper: Allowed: dynamodb:GetItem',
});

proves(
  used,
  {
    fault: 'an action more',
    patch: oneMore('TimekeeperPolicy', { Action: 'cloudwatch:GetMetricData', Resource: '*' }),
    said: 'TimekeeperRole: cloudwatch:GetMetricData is sent by nothing',
  },
  {
    fault: 'a wildcard',
    patch: oneMore('NotifierPolicy', { Action: 'sns:*', Resource: { Ref: 'NoticeTopic' } }),
    said: 'NotifierRole: sns:* is sent by nothing',
  },
  {
    fault: 'a change that the catalogue has not',
    patch: oneMore('RdsRemediationPolicy', { Action: 'rds:DeleteDBInstance', Resource: '*' }),
    said: 'RemediationRole: rds:DeleteDBInstance is sent by nothing',
  },
);

describe('what bundles send', () => {
  it.each(functionNames)('%s: is known to IAM by name, and meant for something', async (name) => {
    const commands = await commandsOf(name);
    expect(commands.filter((one) => actionsOf[one] === undefined)).toEqual([]);
    expect((unsent[name] ?? []).filter((one) => !commands.includes(one))).toEqual([]);
    const meant = new Set(intendedCalls(name).map(({ action }) => action));
    const partOf = (one: string): boolean => actionsOf[one]?.some((action) => meant.has(action)) ?? false;
    expect((await sentBy(name)).filter((one) => !partOf(one))).toEqual([]);
  });

  it('is allowed to the session where a change is approved: the calls of the catalogue, and nobody sends another', async () => {
    const called = new Set(awsSamples.flatMap(({ requests }) => requests.map(({ action }) => action)));
    const commands = (await commandsOf('executor')).filter((one) => isInSession('executor', one));
    const needed = commands.map((one) => actionsOf[one]?.[0] ?? one).filter((one) => one !== 'sts:GetCallerIdentity');
    expect(needed.filter((action) => !called.has(action))).toEqual([]);
    expect((await commandsOf('rollback')).filter((one) => isInSession('rollback', one))).toEqual(commands);
  });

  it('is not needed by a role where the table says that it is not sent', () => {
    const kept = functionNames.flatMap((name) => {
      const meant = new Set(intendedCalls(name).map(({ action }) => action));
      return (unsent[name] ?? []).flatMap((one) => actionsOf[one] ?? []).filter((action) => meant.has(action));
    });
    expect(kept).toEqual([]);
  });

  it('has a reason for each exception', () => {
    const roles = [...functionNames.map((name) => `${pascal(name)}Role`), 'RemediationRole'];
    for (const [why, of, actions] of reasons) {
      const needed = roles.some((role) =>
        ofType('AWS::IAM::RolePolicy').some(
          (one) =>
            refersTo(one.Properties['RoleName']) === role &&
            of.test(role) &&
            policyOf(one).some(({ Action }) => Action.some((action) => actions.test(action))),
        ),
      );
      expect(needed, why).toBe(true);
    }
  });
});
