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
  dynamodb: z.object({
    SequenceNumber: z.string().min(1),
    Keys: z.object({ pk: Text, sk: Text }),
    NewImage: z.unknown().optional(),
  }),
});
export type StreamRecord = z.infer<typeof StreamRecord>;

/** A batch of the table's stream, as Lambda delivers it. */
export const StreamEvent = z.object({ Records: z.array(StreamRecord) });

export type Recordable =
  | { kind: 'transition'; transition: TransitionRecord }
  | { kind: 'fact'; hour: string; id: string; fact: AuditFact }
  /** Somebody changed an item that is only ever inserted. */
  | { kind: 'changed'; pk: string; sk: string }
  | { kind: 'other' };

const transitionOf = (pk: string, sk: string, content: Record<string, unknown>): Recordable => {
  const transition = TransitionRecord.parse(content);
  const stored = `${prefixes.transition}${String(transition.seq).padStart(7, '0')}`;
  if (pk !== `INCIDENT#${transition.incidentId}` || sk !== stored) {
    throw new Error(`the transition ${transition.seq} of ${transition.incidentId} lies under another key`);
  }
  return { kind: 'transition', transition };
};

/** What the audit has to keep of a stream record. Throws when an item of ours is not as it should be. */
export const recordableOf = ({ eventName, dynamodb }: StreamRecord): Recordable => {
  const [pk, sk] = [dynamodb.Keys.pk.S, dynamodb.Keys.sk.S];
  const isTransition = pk.startsWith('INCIDENT#') && sk.startsWith(prefixes.transition);
  const isFact = pk.startsWith(prefixes.audit);
  if (!isTransition && !isFact) return { kind: 'other' };
  if (eventName === 'MODIFY') return { kind: 'changed', pk, sk };
  if (eventName === 'REMOVE') return { kind: 'other' }; // expired after 90 days; the audit keeps it
  const { pk: _pk, sk: _sk, purgeAt: _purgeAt, ...content } = fromImage(dynamodb.NewImage);
  if (isTransition) return transitionOf(pk, sk, content);
  return { kind: 'fact', hour: pk.slice(prefixes.audit.length), id: sk, fact: AuditFact.parse(content) };
};
