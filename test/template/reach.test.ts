import { asDeployed, stackName } from './concrete.ts';
import { statementAt } from './planting.ts';
import { type Fault, type Proof, proves } from './proof.ts';
import { allStatementsOf, type Owned } from './statements.ts';
import { everyValue, refersTo, type Template } from './template.ts';
import { withoutArn } from './without-arn.ts';

/** Statements that name no resource for a reason of their own, which template.yaml gives beside each. */
const explained = new Set([
  'VpcPlacementPolicy: LambdaPlacesTheFunction',
  'FunctionBoundary: LambdaPlacesTheFunction',
  'FunctionBoundary: ReadWhatIncidentsAreAbout',
]);

const kinds = new Set(['AWS::EC2::VPCEndpoint', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']);
const named = ({ owner, Sid }: Owned): string => `${owner.id}: ${Sid ?? 'no Sid'}`;

/** Accounts that a condition may bind a statement to: this one, and those that were named as spokes. */
const ours = ['AWS::AccountId', 'SpokeAccounts'];
const isBound = ({ owner, Condition }: Owned): boolean => {
  const { StringEquals = {} } = Condition;
  if (ours.includes(refersTo(StringEquals['aws:ResourceAccount']) ?? '')) return true;
  // What comes through an endpoint from a spoke is of its own two roles, which spoke.yaml binds to their account.
  return owner.Type === 'AWS::EC2::VPCEndpoint' && refersTo(StringEquals['aws:PrincipalAccount']) === 'SpokeAccounts';
};

/** By what a statement reaches what is not of this account. */
const beyond =
  (template: Template) =>
  (statement: Owned): string[] => {
    const { Action, Resource } = statement;
    if (
      isBound(statement) ||
      ['ModelArns', 'RemediableRoles', 'AuditorFunctionRecorded'].includes(refersTo(Resource) ?? '')
    ) {
      return [];
    }
    const arns = everyValue(asDeployed(Resource, {}, template)).filter((one) => typeof one === 'string');
    return arns
      .filter((arn) =>
        arn === '*'
          ? !Action.every((action) => withoutArn.has(action))
          : arn.split(':')[4] !== '123456789012' && !arn.startsWith(`arn:aws:s3:::${stackName}-`),
      )
      .map((arn) => `${named(statement)} reaches ${arn}`);
  };

const within: Proof = {
  promise:
    'no role, boundary or endpoint reaches what is of another account, nor everything where a call names something',
  broken: (template) =>
    allStatementsOf(template)
      .filter((one) => kinds.has(one.owner.Type) && one.Effect === 'Allow' && !explained.has(named(one)))
      .flatMap(beyond(template)),
};

const anywhere = (id: string, sid: string): Fault => ({
  fault: `${id} for everything`,
  patch: [{ op: 'replace', path: `${statementAt(id, sid)}/Resource`, value: '*' }],
  said: `${id}: ${sid} reaches *`,
});

proves(
  within,
  anywhere('S3Endpoint', 'OurObjectsForThisAccount'),
  anywhere('DynamoDbEndpoint', 'OurTableForThisAccount'),
  anywhere('KmsEndpoint', 'OurMacAndSigningKeys'),
  anywhere('SnsEndpoint', 'OurNotices'),
  anywhere('StsEndpoint', 'TheRemediationRole'),
  anywhere('FunctionBoundary', 'ItemsOfOurTable'),
  anywhere('FunctionBoundary', 'OurFailureQueues'),
  anywhere('AuditorPolicy', 'AppendToTheTrail'),
  {
    fault: 'a bucket of somebody else',
    patch: [
      {
        op: 'add',
        path: `${statementAt('S3Endpoint', 'OurObjectsForThisAccount')}/Resource/-`,
        value: 'arn:aws:s3:::drop-box/*',
      },
    ],
    said: 'S3Endpoint: OurObjectsForThisAccount reaches arn:aws:s3:::drop-box/*',
  },
  {
    fault: 'buckets that are named like ours in any account',
    patch: [{ op: 'remove', path: `${statementAt('FunctionBoundary', 'ObjectsOfOurBuckets')}/Condition` }],
    said: 'FunctionBoundary: ObjectsOfOurBuckets reaches arn:aws:s3:::*-auditbucket-*',
  },
  {
    fault: 'roles that are named like those of spokes in any account',
    patch: [
      {
        op: 'remove',
        path: `${statementAt('StsEndpoint', 'TheRolesOfSpokes')}/Fn::If/1/Condition/StringEquals/aws:ResourceAccount`,
      },
    ],
    said: 'StsEndpoint: TheRolesOfSpokes reaches arn:aws:iam::*:role/sovereign-ops-spoke-reader',
  },
  {
    fault: 'roles of any account in the boundary',
    patch: [{ op: 'remove', path: `${statementAt('FunctionBoundary', 'OurRolesInSpokes')}/Fn::If/1/Condition` }],
    said: 'FunctionBoundary: OurRolesInSpokes reaches arn:aws:iam::*:role/sovereign-ops-spoke-remediation',
  },
);

const keyed: Proof = {
  promise: 'a boundary lets no item be reached by a request that names no partition',
  broken: (template) =>
    allStatementsOf(template)
      .filter(
        ({ owner, Effect, Action }) =>
          owner.Type === 'AWS::IAM::ManagedPolicy' &&
          Effect === 'Allow' &&
          Action.some((one) => /^dynamodb:(PutItem|Query)$/.test(one)),
      )
      .filter(({ Condition }) => Condition['Null']?.['dynamodb:LeadingKeys'] !== 'false')
      .map((one) => `${named(one)} reaches items without a partition`),
};

proves(keyed, {
  fault: 'a boundary that takes any request',
  patch: [{ op: 'remove', path: `${statementAt('FunctionBoundary', 'ItemsOfOurTable')}/Condition` }],
  said: 'FunctionBoundary: ItemsOfOurTable reaches items without a partition',
});
