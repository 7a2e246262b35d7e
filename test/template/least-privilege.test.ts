import { type Intended, intendedCalls, lambdasCalls } from './intended-calls.ts';
import { oneMore, statementAt } from './planting.ts';
import { leavingTheVpc, powersOf } from './powers.ts';
import { type Proof, proves } from './proof.ts';
import { denied, otherThan, type Request } from './simulate.ts';
import { functionNames, pascal } from './template.ts';

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
