import { Incident } from '../../core/incident/incident.ts';
import { StepEvent } from '../../core/incident/step-event.ts';
import type { Table, Write } from '../../core/incident/table.ts';
import type { EngineEvent } from '../../local/engine/types.ts';
import type { Moved } from './incidents.ts';
import type { Served } from './outside.ts';

const movesOf = (writes: readonly Write[]): Moved[] =>
  writes.flatMap((write) => {
    if (!('item' in write) || write.item.sk !== 'STATE' || !write.item.pk.startsWith('INCIDENT#')) return [];
    const { id, status, seq } = Incident.parse(write.item);
    return [{ id, status, seq }];
  });

/** The table, which says outside when it is about to be written and what was moved: a process can be killed at either. */
export const toldTable = (table: Table, desk: Served['desk']): Table => ({
  ...table,
  transact: async (writes) => {
    await desk.writing();
    const written = await table.transact(writes);
    await desk.moved(written.kind === 'committed' ? movesOf(writes) : []);
    return written;
  },
});

const functionEvent = (event: unknown): string => {
  const step = StepEvent.safeParse(event).data?.detail;
  return step === undefined ? '' : ` ${step.incidentId} ${step.seq} ${step.to}`;
};

/** Says outside what the engine does. A move that was written right before a death is heard of from the stream alone. */
export const toldEvents =
  (desk: Served['desk']) =>
  (event: EngineEvent): void => {
    switch (event.kind) {
      case 'piped': {
        const { incidentId: id, seq, to: status } = StepEvent.parse(event.event).detail;
        return void desk.moved([{ id, seq, status }]);
      }
      case 'started':
        return void desk.note(`  ${event.function} (${event.attempt})${functionEvent(event.event)}`);
      case 'failed':
        return void desk.note(`  ${event.function} failed: ${String(event.error)}`);
      case 'dead-letter':
        return void desk.lost(`${event.letter.function}: ${event.letter.error}`);
      case 'matched':
      case 'unmatched':
      case 'succeeded':
        return undefined;
      default:
        return event satisfies never;
    }
  };
