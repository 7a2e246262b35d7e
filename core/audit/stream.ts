import * as z from 'zod';
import { prefixes } from '../incident/keys.ts';
import { TransitionRecord } from '../incident/step.ts';
import { fromImage } from './attribute-value.ts';
import { AuditFact } from './entry.ts';

const Text = z.object({ S: z.string() });

/** What we use of a DynamoDB stream record. */
export const StreamRecord = z.object({
  eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
  eventSource: z.literal('aws:dynamodb'),
  /** Set by DynamoDB alone, for what it removes by itself. */
  userIdentity: z.object({ type: z.string(), principalId: z.string() }).nullish(),
  dynamodb: z.object({
    /** Seconds since 1970. */
    ApproximateCreationDateTime: z.number().optional(),
    SequenceNumber: z.string().min(1),
    Keys: z.object({ pk: Text, sk: Text }),
    NewImage: z.unknown().optional(),
  }),
});
export type StreamRecord = z.infer<typeof StreamRecord>;

/** A batch of the table's stream, as Lambda delivers it. */
export const StreamEvent = z.object({ Records: z.array(StreamRecord) });

/** An item that its time to live removed. */
export type Purged = { pk: string; sk: string; at: Date };

export type Recordable =
  | { kind: 'transition'; transition: TransitionRecord }
  | { kind: 'fact'; hour: string; id: string; fact: AuditFact }
  | ({ kind: 'purged' } & Purged)
  /** Somebody changed or removed an item that is only ever inserted. */
  | { kind: 'changed'; pk: string; sk: string }
  | { kind: 'other' };

/** Partitions that say something of an incident; the others are bookkeeping: budgets, leases, circuits, idempotency. */
const content = ['INCIDENT', 'EVIDENCE', 'DIAGNOSIS', 'PROPOSAL', 'APPROVAL', 'EXECUTION', 'VALIDATION', 'KNOWLEDGE'];
export const contentPrefixes: readonly string[] = [...content.map((owner) => `${owner}#`), prefixes.audit];

const transitionOf = (pk: string, sk: string, content: Record<string, unknown>): Recordable => {
  const transition = TransitionRecord.parse(content);
  const stored = `${prefixes.transition}${String(transition.seq).padStart(7, '0')}`;
  if (pk !== `INCIDENT#${transition.incidentId}` || sk !== stored) {
    throw new Error(`the transition ${transition.seq} of ${transition.incidentId} lies under another key`);
  }
  return { kind: 'transition', transition };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html */
const isByTimeToLive = ({ userIdentity }: StreamRecord): boolean =>
  userIdentity?.type === 'Service' && userIdentity.principalId === 'dynamodb.amazonaws.com';

/** What the audit has to keep of a stream record. Throws when an item of ours is not as it should be. */
export const recordableOf = (record: StreamRecord): Recordable => {
  const { eventName, dynamodb } = record;
  const [pk, sk] = [dynamodb.Keys.pk.S, dynamodb.Keys.sk.S];
  if (eventName === 'REMOVE' && isByTimeToLive(record) && contentPrefixes.some((prefix) => pk.startsWith(prefix))) {
    const seconds = z.number().parse(dynamodb.ApproximateCreationDateTime);
    return { kind: 'purged', pk, sk, at: new Date(seconds * 1000) };
  }
  const isTransition = pk.startsWith('INCIDENT#') && sk.startsWith(prefixes.transition);
  const isFact = pk.startsWith(prefixes.audit);
  if (!isTransition && !isFact) return { kind: 'other' };
  if (eventName !== 'INSERT') return { kind: 'changed', pk, sk };
  const { pk: _pk, sk: _sk, purgeAt: _purgeAt, ...content } = fromImage(dynamodb.NewImage);
  if (isTransition) return transitionOf(pk, sk, content);
  return { kind: 'fact', hour: pk.slice(prefixes.audit.length), id: sk, fact: AuditFact.parse(content) };
};
