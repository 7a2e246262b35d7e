import { arnOf } from './concrete.ts';
import { neverCalled } from './never-called.ts';
import { owners } from './partitions.ts';
import { ref } from './powers.ts';
import { becoming, on, type Sensitive } from './sensitive.ts';
import type { Request } from './simulate.ts';
import { pascal } from './template.ts';

const withContext = (context: Record<string, string>, requests: readonly Request[]): Request[] =>
  requests.map((one) => ({ ...one, context }));
const leading = (partition: string) => ({ 'dynamodb:LeadingKeys': partition });

const roleOf = (name: string): string => `${pascal(name)}Role`;
const table = arnOf('Table');
const bucketsOfOurs = ['AuditBucket', 'ClaimBucket'] as const;
const object = (bucket: string): string => `${arnOf(bucket)}/records/inc-1/0`;

/** Those that decide something; table-access.test.ts knows the owners of all. */
const deciding = /^(INCIDENT|PROPOSAL|APPROVAL|EXECUTION|CIRCUIT|LEASE|AUDIT)#$/;

const writing: Sensitive[] = owners
  .filter(([prefix]) => deciding.test(prefix))
  .map(([prefix, partition, names]) => ({
    what: `put an item into ${prefix}`,
    requests: withContext(leading(partition), on(table, 'dynamodb:PutItem')),
    owners: names.map(roleOf),
    byMistake: 'open',
  }));

const history: Sensitive = {
  what: 'delete an item that is history',
  requests: ['INCIDENT#1', 'APPROVAL#1', 'PROPOSAL#1', 'EXECUTION#1', 'AUDIT#1', 'CIRCUIT#1'].flatMap((partition) =>
    withContext(leading(partition), on(table, 'dynamodb:DeleteItem')),
  ),
  owners: [],
  byMistake: 'open',
};

const once = { 's3:if-none-match': '*' };
const mac = { 'kms:MacAlgorithm': 'HMAC_SHA_256' };
const without = (...keys: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(becoming).filter(([key]) => !keys.includes(key)));
const assume = on(arnOf('RemediationRole'), 'sts:AssumeRole');

const keys: Sensitive[] = [
  { what: 'make a link', requests: on(arnOf('LinkKey'), 'kms:GenerateMac'), owners: ['NotifierRole'] },
  { what: 'verify a link', requests: on(arnOf('LinkKey'), 'kms:VerifyMac'), owners: ['ApprovalApiRole'] },
  { what: 'make a proof', requests: on(arnOf('ProofKey'), 'kms:GenerateMac'), owners: ['ApprovalApiRole'] },
  {
    what: 'verify a proof',
    requests: on(arnOf('ProofKey'), 'kms:VerifyMac'),
    owners: ['ExecutorRole', 'RollbackRole'],
  },
].map((one) => ({ ...one, requests: withContext(mac, one.requests), byMistake: 'resource' as const }));

export const sensitive: readonly Sensitive[] = [
  ...writing,
  history,
  ...keys,
  {
    what: 'sign a head of the trail',
    requests: withContext({ 'kms:SigningAlgorithm': 'ECDSA_SHA_256' }, on(arnOf('SigningKey'), 'kms:Sign')),
    owners: ['AuditorRole'],
    byMistake: 'resource',
  },
  {
    what: "become the approver's hand",
    requests: withContext(becoming, assume),
    owners: ['ExecutorRole', 'RollbackRole'],
    byMistake: 'trust',
  },
  {
    what: "become the approver's hand without saying for whom, or for what",
    requests: [
      without('sts:SourceIdentity'),
      without('aws:RequestTag/approval', 'aws:TagKeys'),
      without('aws:RequestTag/digest'),
      { ...becoming, 'sts:RoleSessionName': 'night-shift' },
    ].flatMap((context) => withContext(context, assume)),
    owners: [],
    byMistake: 'trust',
  },
  {
    what: 'put a new audit object',
    requests: withContext(once, on(object('AuditBucket'), 's3:PutObject')),
    owners: ['AuditorRole'],
    byMistake: 'resource',
  },
  {
    what: 'put a new claim',
    requests: withContext(once, on(`${arnOf('ClaimBucket')}/claims/a1/0`, 's3:PutObject')),
    owners: ['ExecutorRole', 'RollbackRole'],
    byMistake: 'resource',
  },
  {
    what: 'put over an audit object or a claim',
    requests: bucketsOfOurs.flatMap((one) => on(object(one), 's3:PutObject')),
    owners: [],
    byMistake: 'resource',
  },
  {
    what: 'put a step on the bus',
    requests: withContext({ 'events:source': 'sovereign-ops' }, on(arnOf('StepBus'), 'events:PutEvents')),
    owners: ['StepPipeRole'],
    byMistake: 'boundary',
  },
  {
    what: 'send a notice',
    requests: on(ref('NoticeTopic'), 'sns:Publish'),
    owners: ['NotifierRole'],
    byMistake: 'resource',
  },
  ...neverCalled,
];
