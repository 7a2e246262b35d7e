import { awsSamples } from './approved-calls.ts';
import { arnOf, policiesOf } from './concrete.ts';
import { statementAt } from './planting.ts';
import { provesOf } from './proof.ts';
import { denied, mistake, otherThan, type Request } from './simulate.ts';
import { everythingThere, readers, spokeTemplate, spokeText, without } from './spoke.ts';
import { policyOf, type Statement } from './statements.ts';
import { ofType, refersTo, type Template } from './template.ts';

const at = (id: string, sid: string): string => statementAt(id, sid, spokeTemplate);

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
    promise: 'a spoke has the ceiling of the hub, switch by switch and denial by denial',
    broken: (template) => differences(ceiling(), ceiling(template)),
  },
  {
    fault: 'one action more',
    patch: [{ op: 'add', path: `${at('EcsRemediationPolicy', 'SetServices')}/Action/-`, value: 'ecs:DeleteService' }],
    said: 'ecs:DeleteService',
  },
  {
    fault: 'a denial that is missing',
    patch: [{ op: 'remove', path: at('RemediationPolicy', 'NothingOfAnyOtherServiceAndNoIdentity') }],
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
    promise: 'a spoke lets the hub read what its functions read at home, and nothing else',
    broken: (template) => differences(reads(undefined, readers), reads(template, ['ReaderRole'])),
  },
  {
    fault: 'a reader that may read what nobody asks for',
    patch: [
      {
        op: 'add',
        path: `${at('ReaderPolicy', 'ReadMetrics')}/Action`,
        value: ['cloudwatch:GetMetricData', 'logs:GetQueryResults'],
      },
    ],
    said: 'only in the spoke',
  },
  {
    fault: 'a reader without alarm states',
    patch: [{ op: 'remove', path: at('ReaderPolicy', 'ReadAlarmStatesAndHistories') }],
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
  { promise: 'a spoke never lets a change touch its own roles, rule and queue, even by mistake', broken: harms },
  {
    fault: 'a queue that may be emptied',
    patch: [{ op: 'remove', path: at('RemediationPolicy', 'TheSystemNeverChangesItself') }],
    said: 'sqs:PurgeQueue',
  },
);

provesOf(
  spokeText,
  {
    promise: 'a spoke allows every approved change of the catalogue',
    broken: (template) => {
      const powers = { policies: policiesOf('RemediationRole', everythingThere, template) };
      return otherThan(
        ['Allowed'],
        awsSamples.flatMap(({ requests }) => requests),
        () => powers,
      );
    },
  },
  {
    fault: 'services that cannot be changed',
    patch: [{ op: 'remove', path: at('EcsRemediationPolicy', 'SetServices') }],
    said: 'ImplicitlyDenied: ecs:UpdateService',
  },
);

provesOf(
  spokeText,
  {
    promise: 'a spoke denies what is next to an approved change',
    broken: (template) => {
      const powers = { policies: policiesOf('RemediationRole', everythingThere, template) };
      const services = awsSamples.flatMap(({ requests }) =>
        requests.filter(({ action }) => action === 'ecs:UpdateService'),
      );
      return otherThan(
        denied,
        services.map((one) => ({ ...one, action: 'ecs:DeleteService' })),
        () => powers,
      );
    },
  },
  {
    fault: 'services that may be deleted',
    patch: [{ op: 'add', path: `${at('EcsRemediationPolicy', 'SetServices')}/Action/-`, value: 'ecs:DeleteService' }],
    said: 'Allowed: ecs:DeleteService',
  },
);
