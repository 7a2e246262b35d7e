import { type Proof, proves } from './proof.ts';
import { allStatementsOf } from './statements.ts';

const single: Proof = {
  promise: 'no policy allows an action with *',
  broken: (template) =>
    allStatementsOf(template).flatMap(({ owner, Effect, Action, NotAction, Sid }) =>
      Effect === 'Allow' && (NotAction !== undefined || Action.some((action) => action.includes('*')))
        ? [
            `${owner.id} allows ${NotAction === undefined ? Action.join(', ') : 'all but some'}${Sid === undefined ? '' : ` (${Sid})`}`,
          ]
        : [],
    ),
};

proves(
  single,
  {
    fault: 'everything of a service',
    patch: [
      {
        op: 'replace',
        path: '/Resources/AnalyzerPolicy/Properties/PolicyDocument/Statement/0/Action',
        value: 'dynamodb:*',
      },
    ],
    said: 'AnalyzerPolicy allows dynamodb:*',
  },
  {
    fault: 'reads of any kind',
    patch: [
      {
        op: 'replace',
        path: '/Resources/ProposerPolicy/Properties/PolicyDocument/Statement/0/Action',
        value: ['dynamodb:Get*'],
      },
    ],
    said: 'ProposerPolicy allows dynamodb:Get*',
  },
  {
    fault: 'whatever is not named',
    patch: [
      { op: 'remove', path: '/Resources/NotifierPolicy/Properties/PolicyDocument/Statement/0/Action' },
      { op: 'add', path: '/Resources/NotifierPolicy/Properties/PolicyDocument/Statement/0/NotAction', value: 'iam:*' },
    ],
    said: 'NotifierPolicy allows all but some',
  },
);
