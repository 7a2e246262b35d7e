import { describe, expect, it } from 'vitest';
import { oneMore, statementAt } from './planting.ts';
import { mistakenPowersOf, powersOf } from './powers.ts';
import { type Proof, proves } from './proof.ts';
import { sensitive } from './sensitive-calls.ts';
import { decision, type Powers, type Request, say } from './simulate.ts';
import { functionNames, pascal } from './template.ts';

const roles = [...functionNames.map((name) => `${pascal(name)}Role`), 'StepPipeRole', 'RemediationRole'];

type Row = (typeof sensitive)[number];

/** Every role with every one of these calls that is decided otherwise than expected, in words. */
const judged = async (
  rows: readonly Row[],
  powersFor: (role: string) => (request: Request) => Powers,
  isRight: (is: string, role: string, one: Row) => boolean,
): Promise<string[]> =>
  (
    await Promise.all(
      roles.flatMap((role) => {
        const powers = powersFor(role);
        return rows.flatMap((one) =>
          one.requests.map(async (request) => {
            const is = await decision(powers(request), request);
            return isRight(is, role, one) ? [] : [`${role} may ${one.what}: ${is}: ${say(request)}`];
          }),
        );
      }),
    )
  ).flat();

/** What a boundary denies is judged by the second proof alone: denied with everything attached, it is denied with less. */
const owned = sensitive.filter(({ owners, byMistake }) => owners.length > 0 || byMistake !== 'boundary');

const matrix: Proof = {
  promise: 'every sensitive call is allowed to its owners and denied to every other role',
  broken: (template) =>
    judged(
      owned,
      (role) => powersOf(role, template),
      (is, role, { owners }) => (is === 'Allowed') === owners.includes(role),
    ),
};

/** Of what a boundary denies no other policy is asked: nothing that they allow would change it. */
const withoutResource = (powers: Powers): Powers => ({ ...powers, resourcePolicy: undefined });

const lasting: Proof = {
  promise: 'what boundaries, keys, buckets and topics deny stays denied when somebody attaches everything to a role',
  broken: async (template) => {
    const by = (kind: Row['byMistake']): Row[] => sensitive.filter(({ byMistake }) => byMistake === kind);
    const powers = (role: string) => mistakenPowersOf(role, template);
    const isExplicit = (is: string, role: string, { owners }: Row): boolean =>
      owners.includes(role) || is === 'ExplicitlyDenied';
    return [
      ...(await judged(by('boundary'), (role) => (request) => withoutResource(powers(role)(request)), isExplicit)),
      ...(await judged(by('resource'), powers, isExplicit)),
      ...(await judged(by('trust'), powers, (is, role, { owners }) => owners.includes(role) || is !== 'Allowed')),
    ];
  },
};

const notAllowed = (path: string, value: unknown) => [{ op: 'replace' as const, path, value }];

proves(
  matrix,
  {
    fault: 'another role that may verify proofs',
    patch: [
      ...notAllowed(`${statementAt('ProofKey', 'ExecutorAndRollbackVerify')}/Principal/AWS/0`, {
        'Fn::GetAtt': ['ValidatorRole', 'Arn'],
      }),
      ...notAllowed(`${statementAt('ProofKey', 'NobodyElseVerifies')}/Condition/ArnNotEquals/aws:PrincipalArn/0`, {
        'Fn::GetAtt': ['ValidatorRole', 'Arn'],
      }),
    ],
    said: 'ValidatorRole may verify a proof: Allowed',
  },
  {
    fault: 'a trust that asks for no SourceIdentity, on both sides',
    patch: ['ExecutorPolicy', 'RemediationRole'].map((id) => ({
      op: 'remove' as const,
      path: `${statementAt(id, id === 'ExecutorPolicy' ? 'BecomeTheApproversHand' : 'OnlyForOneApprovedChange')}/Condition/StringLike/sts:SourceIdentity`,
    })),
    said: "ExecutorRole may become the approver's hand without saying for whom, or for what: Allowed",
  },
  {
    fault: 'a proposer that may become the approver’s hand',
    patch: [
      ...oneMore('ProposerPolicy', {
        Action: 'sts:AssumeRole',
        Resource: { 'Fn::GetAtt': ['RemediationRole', 'Arn'] },
      }),
      ...notAllowed(`${statementAt('RemediationRole', 'OnlyForOneApprovedChange')}/Principal/AWS/0`, {
        'Fn::GetAtt': ['ProposerRole', 'Arn'],
      }),
    ],
    said: "ProposerRole may become the approver's hand: Allowed",
  },
  {
    fault: 'a validator that may put approvals',
    patch: notAllowed(
      `${statementAt('ValidatorPolicy', 'StoreTheResult')}/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys`,
      ['VALIDATION#*', 'APPROVAL#*'],
    ),
    said: 'ValidatorRole may put an item into APPROVAL#: Allowed',
  },
);

proves(
  lasting,
  {
    fault: 'a role without a boundary',
    patch: [{ op: 'remove', path: '/Resources/AnalyzerRole/Properties/PermissionsBoundary' }],
    said: 'AnalyzerRole may turn a switch: Allowed',
  },
  {
    fault: 'a boundary that does not say what it denies',
    patch: [{ op: 'remove', path: statementAt('FunctionBoundary', 'NothingElse') }],
    said: 'NotifierRole may change identities: ImplicitlyDenied',
  },
  {
    fault: 'a boundary that lets roles be changed',
    patch: [
      { op: 'add', path: `${statementAt('PipeBoundary', 'NothingElse')}/NotAction/-`, value: 'iam:*' },
      ...oneMore('PipeBoundary', { Action: 'iam:*', Resource: '*' }),
    ],
    said: 'StepPipeRole may change identities: Allowed',
  },
  {
    fault: 'audit objects that may be put twice',
    patch: [{ op: 'remove', path: statementAt('AuditBucketPolicy', 'NothingIsWrittenTwice') }],
    said: 'AuditorRole may put over an audit object or a claim: Allowed',
  },
  {
    fault: 'audit objects that may be deleted',
    patch: [
      { op: 'remove', path: statementAt('AuditBucketPolicy', 'NothingIsHidden') },
      { op: 'add', path: `${statementAt('FunctionBoundary', 'NothingElse')}/NotAction/-`, value: 's3:DeleteObject' },
      ...oneMore('FunctionBoundary', { Action: 's3:DeleteObject', Resource: '*' }),
    ],
    said: 'ExecutorRole may delete, hide or free an audit object or a claim: Allowed',
  },
  {
    fault: 'a key that everybody may use',
    patch: [{ op: 'remove', path: statementAt('LinkKey', 'NobodyElseGenerates') }],
    said: 'AnalyzerRole may make a link: ImplicitlyDenied',
  },
  {
    fault: 'notices from everybody',
    patch: [{ op: 'remove', path: statementAt('NoticesComeFromTheNotifier', 'NobodyElsePublishes') }],
    said: 'ValidatorRole may send a notice: Allowed',
  },
  {
    fault: 'a remediation role that may change the functions of this stack',
    patch: [
      { op: 'remove', path: statementAt('RemediationPolicy', 'TheSystemNeverChangesItself') },
      { op: 'remove', path: statementAt('RemediationBoundary', 'NothingOfThisStack') },
    ],
    said: 'RemediationRole may change the code, the configuration or the start of a function: Allowed',
  },
);

describe('the sensitive calls', () => {
  it('are asked of every role of the functions, of the Pipe and of the remediation role', () =>
    expect(roles).toHaveLength(13));
});
