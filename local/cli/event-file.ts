import type { Alarm } from '../../core/incident/alarm.ts';
import { normalizeAlarms } from '../../core/incident/normalize/normalize.ts';
import { isLogsEvent } from '../../functions/alarm-handler/unpack.ts';
import { readEventFile } from '../invoke/event.ts';

import { alarmOfBatch } from './agent-batch.ts';

export type RecordedEvent =
  | { kind: 'recorded'; event: object; alarm: Alarm; onBus: boolean }
  | { kind: 'wrong'; message: string };

const wrong = (message: string): RecordedEvent => ({ kind: 'wrong', message });

/** No event AWS delivers is larger than 256 KB. */
const maxCharacters = 256 * 1024;

/**
 * A recorded alarm event: EventBridge, direct, SNS, or a batch of agents. `onBus` is true for the form that arrives on the event bus; the
 * others are handed to the function. What is no alarm that fired is one line: the file, the field, what was expected.
 */
export const readRecordedEvent = (file: string): RecordedEvent => {
  const read = readEventFile(file);
  if (read.kind === 'wrong') return read;
  if (read.text.length > maxCharacters) return wrong(`${file}: expected at most ${maxCharacters} characters`);
  const event: unknown = JSON.parse(read.text);
  if (typeof event !== 'object' || event === null) return wrong(`${file}: expected an alarm event, an object`);
  if (isLogsEvent(event)) {
    const batch = alarmOfBatch(event);
    return batch.kind === 'wrong'
      ? wrong(`${file}: ${batch.message}`)
      : { kind: 'recorded', event, alarm: batch.alarm, onBus: false };
  }
  const [first, ...more] = normalizeAlarms(event);
  const problem = [first, ...more].find((one) => one?.kind === 'unknown');
  if (problem !== undefined) return wrong(`${file}: ${problem.problem}`);
  if (first?.kind !== 'alarm' || more.length > 0) return wrong(`${file}: expected one alarm, found ${more.length + 1}`);
  const { alarm } = first;
  if (alarm.state !== 'ALARM') {
    return wrong(`${file}: expected an alarm in state ALARM, found ${alarm.state}, which opens no incident`);
  }
  return { kind: 'recorded', event, alarm, onBus: 'detail-type' in event };
};
