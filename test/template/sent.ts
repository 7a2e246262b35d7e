import { commandsOf } from './bundles.ts';
import { actionsOf, isInSession, unsent } from './commands.ts';
import { policyOf } from './statements.ts';
import { ofType, refersTo, type Template } from './template.ts';

/** What a function sends by its own role. */
export const sentBy = (name: string): string[] =>
  commandsOf(name).filter((one) => !isInSession(name, one) && unsent[name]?.includes(one) !== true);

/** What executor or rollback sends with the credentials of the session. */
export const sentInSession = (name: 'executor' | 'rollback'): string[] =>
  commandsOf(name).filter((one) => isInSession(name, one));

export const askedOf = (commands: readonly string[]): string[] => commands.flatMap((one) => actionsOf[one] ?? []);

/** Allowed and sent by no command of the bundle, and why. */
export const reasons: [why: string, role: RegExp, actions: RegExp][] = [
  ['Lambda writes the log', /Role$/, /^logs:(CreateLogStream|PutLogEvents)$/],
  ['Lambda hands over events that failed', /Role$/, /^sqs:SendMessage$/],
  [
    'Lambda reads the stream for it',
    /^AuditorRole$/,
    /^dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)$/,
  ],
  [
    'Cloud Control calls the service with the credentials of who asks it',
    /^(Proposer|Remediation)Role$/,
    /^(sqs:(Get|List|Set)Queue|kinesis:(Describe|List|Increase|Decrease)|dynamodb:(Describe|List|GetResourcePolicy$|UpdateTable$))/,
  ],
];
const hasReason = (role: string, action: string): boolean =>
  reasons.some(([, roles, actions]) => roles.test(role) && actions.test(action));

/** The actions that the policies of a role name, by parameter or always. */
const heldBy = (role: string, template: Template): string[] =>
  ofType('AWS::IAM::RolePolicy', template)
    .filter(({ Properties }) => refersTo(Properties['RoleName']) === role)
    .flatMap((one) => policyOf(one).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : [])));

export const surplus = (role: string, sent: readonly string[], template: Template): string[] =>
  [...new Set(heldBy(role, template))]
    .filter((action) => !sent.includes(action) && !hasReason(role, action))
    .map((action) => `${role}: ${action} is sent by nothing`);
