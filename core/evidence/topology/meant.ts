import type { Change } from '../gathered.ts';
import type { Fault } from './model.ts';
import { namesOf } from './named.ts';

/** What the words of a change speak of. Read in names first, in the event's name last, which says least. */
const spoken: Readonly<Record<Fault, RegExp>> = {
  errors: /error|fail|(?<!de)fault|exception|abort|deny|denied|revoke|detach|delete|crash|invalid|broken/i,
  latency: /delay|latency|slow|sleep|wait|memory.?size/i,
  load: /load.?test|traffic|burst|concurren|capacity|throughput|desired.?count/i,
};

const keysOf = (parameters: unknown): string[] =>
  typeof parameters === 'object' && parameters !== null ? Object.keys(parameters) : [];

/** The kind of fault that the words of a change speak of; undefined where they speak of none, or of several. */
export const meantFault = (change: Change): Fault | undefined => {
  for (const said of [namesOf(change), keysOf(change.parameters), [change.name]]) {
    const faults = (['errors', 'latency', 'load'] as const).filter((fault) =>
      said.some((text) => spoken[fault].test(text)),
    );
    if (faults.length > 0) return faults.length === 1 ? faults[0] : undefined;
  }
  return undefined;
};
