import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { oneMore, statementAt } from './planting.ts';
import { type Proof, proves } from './proof.ts';
import { allStatementsOf, type Owned } from './statements.ts';
import { root } from './template.ts';
import { withoutArn } from './without-arn.ts';

const named = ({ owner, Sid }: Owned): string => `${owner.id}: ${Sid ?? 'no Sid'}`;
const isOfRole = ({ owner, Effect }: Owned): boolean => owner.Type === 'AWS::IAM::RolePolicy' && Effect === 'Allow';

const single: Proof = {
  promise:
    'every statement names single actions where it allows, and says why in its Sid, but for the trust of a service',
  broken: (template) => [
    ...allStatementsOf(template)
      .filter(
        ({ Effect, Action, NotAction }) =>
          Effect === 'Allow' &&
          (NotAction !== undefined || Action.length === 0 || Action.some((one) => one.includes('*'))),
      )
      .map((one) => `${named(one)} allows more than single actions`),
    ...allStatementsOf(template)
      .filter(({ Sid, owner }) => Sid === undefined && owner.Type !== 'AWS::IAM::Role')
      .map((one) => `${named(one)} does not say why`),
  ],
};

const narrow: Proof = {
  promise: 'the roles reach every resource only where the API has no ARN',
  broken: (template) =>
    allStatementsOf(template)
      .filter((one) => isOfRole(one) && [one.Resource].flat().includes('*'))
      .flatMap((one) => one.Action.map((action) => ({ one, action })))
      .filter(({ action }) => !withoutArn.has(action))
      .map(({ one, action }) => `${named(one)}: ${action} on everything`),
};

proves(
  single,
  {
    fault: 'a wildcard',
    patch: oneMore('TimekeeperPolicy', { Action: 'dynamodb:*', Resource: { Ref: 'Table' } }),
    said: 'TimekeeperPolicy: AddedByMistake allows more than single actions',
  },
  {
    fault: 'reads of any kind',
    patch: oneMore('ProposerPolicy', { Action: ['dynamodb:Get*'], Resource: { Ref: 'Table' } }),
    said: 'ProposerPolicy: AddedByMistake allows more than single actions',
  },
  {
    fault: 'all but something',
    patch: oneMore('TimekeeperPolicy', { NotAction: 'iam:PassRole', Resource: { Ref: 'Table' } }),
    said: 'TimekeeperPolicy: AddedByMistake allows more than single actions',
  },
  {
    fault: 'no reason',
    patch: [{ op: 'remove', path: `${statementAt('TimekeeperPolicy', 'FindWhatIsDue')}/Sid` }],
    said: 'TimekeeperPolicy: no Sid does not say why',
  },
);

proves(narrow, {
  fault: 'a topic that is any topic',
  patch: [{ op: 'replace', path: `${statementAt('NotifierPolicy', 'SendNotices')}/Resource`, value: ['*'] }],
  said: 'NotifierPolicy: SendNotices: sns:Publish on everything',
});

describe('template.yaml', () => {
  it('explains each place where a policy reaches every resource', () => {
    const lines = readFileSync(`${root}template.yaml`, 'utf8').split('\n');
    const policies = lines.findIndex((line) => line.includes('---- Permissions boundaries'));
    expect(policies).toBeGreaterThan(0);
    const keys = lines.findIndex((line) => line.includes('---- Keys.'));
    const table = lines.findIndex((line) => line.includes('---- The table'));
    const bare = lines.filter(
      (line, at) =>
        at > policies &&
        // In a key policy it is the key itself.
        !(at > keys && at < table) &&
        /^ +Resource: '\*'$/.test(line) &&
        !/^ +# /.test(lines[at - 1] ?? ''),
    );
    expect(bare).toEqual([]);
  });
});
