import { propertyAt, statementAt } from './planting.ts';
import { provesOf } from './proof.ts';
import { spokeTemplate, spokeText, without } from './spoke.ts';
import { policyOf, type Statement } from './statements.ts';
import { ofType, refersTo, resource, type Template } from './template.ts';

const at = (id: string, sid: string): string => statementAt(id, sid, spokeTemplate);

const trust = (template: Template, id: string): Statement[] => policyOf(resource(id, template));

provesOf(
  spokeText,
  {
    promise:
      'a spoke is entered from the hub by its functions alone, with the external id, and to change by an approver',
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
          const [ofApprover, ofChange] = [['sts:SourceIdentity'], ['aws:RequestTag/approval', 'aws:RequestTag/digest']];
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
        path: `${at('RemediationRole', 'OnlyForOneApprovedChange')}/Principal`,
        value: '*',
      },
    ],
    said: 'admits others',
  },
  ...[
    ['ReaderRole', 'FunctionsOfTheHubThatRead'] as const,
    ['RemediationRole', 'OnlyForOneApprovedChange'] as const,
  ].map(([id, sid]) => ({
    fault: `a ${id} without the external id: the confused deputy`,
    patch: [
      {
        op: 'remove' as const,
        path: `${at(id, sid)}/Condition/StringEquals/sts:ExternalId`,
      },
    ],
    said: `${id} does not ask for sts:ExternalId`,
  })),
  {
    fault: 'changes without an approver',
    patch: [
      {
        op: 'remove',
        path: `${at('RemediationRole', 'OnlyForOneApprovedChange')}/Condition/StringLike/sts:SourceIdentity`,
      },
    ],
    said: 'does not ask for sts:SourceIdentity',
  },
  {
    fault: 'a hub in any account',
    patch: [
      {
        op: 'remove',
        path: `${at('ReaderRole', 'FunctionsOfTheHubThatRead')}/Condition/StringEquals/aws:PrincipalAccount`,
      },
    ],
    said: 'ReaderRole is open to others',
  },
);

provesOf(
  spokeText,
  {
    promise: 'a spoke forwards its own alarms to the bus of the hub, and says so when it cannot',
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
        path: propertyAt('AlarmsToTheHub', 'EventPattern/detail/alarmName/0/anything-but/prefix'),
        value: { 'Fn::Sub': '${AWS::StackName}-' },
      },
    ],
    said: 'keeps back alarms of others',
  },
  {
    fault: 'a rule without a queue for what fails',
    patch: [{ op: 'remove', path: propertyAt('AlarmsToTheHub', 'Targets/0/DeadLetterConfig') }],
    said: 'lost',
  },
  {
    fault: 'a queue that nobody watches',
    patch: [{ op: 'remove', path: '/Resources/ForwardingFailuresAlarm' }],
    said: 'nobody hears',
  },
  {
    fault: 'a role that puts events anywhere',
    patch: [{ op: 'replace', path: `${at('ForwardingPolicy', 'PutAlarmsOnTheBusOfTheHub')}/Resource`, value: '*' }],
    said: 'another bus',
  },
);
