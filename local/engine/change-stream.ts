import { isDeepStrictEqual } from 'node:util';
import type { Key } from '../../core/incident/table.ts';
import { region } from '../template/local-name.ts';
import { type Attribute, sizeOf } from './dynamodb-json.ts';
import type { StreamRecord } from './types.ts';

type Image = Record<string, Attribute>;
export type Change = { key: Key; before: Image | undefined; after: Image | undefined };

export type ChangeStream = {
  /** Adds the record of one change. A write that changes nothing leaves no record, as in DynamoDB. */
  add(change: Change): void;
  take(): StreamRecord[];
  onChange(listener: () => void): void;
};

const nameOf = ({ before, after }: Change): StreamRecord['eventName'] => {
  if (after === undefined) return 'REMOVE';
  return before === undefined ? 'INSERT' : 'MODIFY';
};

/** The ordered stream of a table, view `NEW_IMAGE`. Images are never altered: whoever hands one to a handler copies it. */
export const changeStream = (now: () => Date): ChangeStream => {
  let sequence = 0;
  let waiting: StreamRecord[] = [];
  const listeners = new Set<() => void>();
  return {
    add: (change) => {
      if (isDeepStrictEqual(change.before, change.after)) return;
      sequence += 1;
      const { pk, sk } = change.key;
      waiting.push({
        eventID: String(sequence),
        eventName: nameOf(change),
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: region,
        dynamodb: {
          ApproximateCreationDateTime: Math.floor(now().getTime() / 1000),
          Keys: { pk: { S: pk }, sk: { S: sk } },
          ...(change.after === undefined ? {} : { NewImage: change.after }),
          SequenceNumber: String(sequence),
          SizeBytes: sizeOf({ M: change.after ?? {} }),
          StreamViewType: 'NEW_IMAGE',
        },
      });
      for (const listener of listeners) listener();
    },
    take: () => {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    onChange: (listener) => void listeners.add(listener),
  };
};
