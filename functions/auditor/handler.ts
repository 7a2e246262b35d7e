import * as z from 'zod';
import type { AuditStore, Signer } from '../../core/audit/ports.ts';
import { type Recordable, recordableOf, StreamEvent, type StreamRecord } from '../../core/audit/stream.ts';
import { cleanText } from '../../core/incident/text.ts';
import type { Clock, Log, Meter } from '../../core/runtime/effects.ts';
import { appendFact, appendPurged, appendTransition } from './append.ts';
import { type Sealed, seal } from './seal.ts';

export type Deps = { auditStore: AuditStore; signer: Signer; now: Clock; log: Log; meter: Meter };

/** `ReportBatchItemFailures`: Lambda delivers the batch again from the record named here. */
export type BatchResult = { batchItemFailures: { itemIdentifier: string }[] };

export const ScheduledEvent = z.object({ 'detail-type': z.literal('Scheduled Event') });

/**
 * Started by the table's stream, for which every transition and every audit fact becomes a record that cannot change,
 * and by an hourly schedule, for which it signs where every chain stands.
 */
export const createHandler =
  (deps: Deps) =>
  async (event: unknown): Promise<BatchResult | Sealed> => {
    if (ScheduledEvent.safeParse(event).success) return sealAll(deps);
    return appendAll(deps, StreamEvent.parse(event).Records);
  };

const sealAll = async (deps: Deps): Promise<Sealed> => {
  const sealed = await seal(deps);
  deps.meter.count(sealed.kind === 'sealed' ? 'HeadsSigned' : 'HeadsKept');
  deps.log.info(`audit head ${sealed.kind}`, { hour: sealed.hour, chains: sealed.chains });
  if (sealed.unreadable.length > 0) {
    deps.meter.count('AuditConflict', sealed.unreadable.length);
    deps.log.error('audit records are not what was linked', { keys: sealed.unreadable });
  }
  return sealed;
};

/** In the order of the stream, up to the first that fails: what follows it may be its successor. */
const appendAll = async (deps: Deps, records: readonly StreamRecord[]): Promise<BatchResult> => {
  for (const record of records) {
    try {
      await append(deps, recordableOf(record));
    } catch (error) {
      const itemIdentifier = record.dynamodb.SequenceNumber;
      deps.meter.count('AuditFailed');
      deps.log.error('audit record not written', { itemIdentifier, ...ofIncident(record), ...described(error) });
      return { batchItemFailures: [{ itemIdentifier }] };
    }
  }
  return { batchItemFailures: [] };
};

const ofIncident = ({ dynamodb }: StreamRecord) => {
  const [, incident] = /^INCIDENT#(.+)$/.exec(dynamodb.Keys.pk.S) ?? [];
  return incident === undefined ? {} : { incident };
};

const described = (error: unknown) =>
  error instanceof Error ? { error: error.name, reason: cleanText(error.message, 300) } : { error: 'unknown' };

const append = async (deps: Deps, item: Recordable): Promise<void> => {
  const { log, meter } = deps;
  switch (item.kind) {
    case 'transition':
      log.about({ incidentId: item.transition.incidentId, seq: item.transition.seq });
      return meter.count(`Audit_${await appendTransition(deps, item)}`);
    case 'fact':
      if (item.fact.incidentId !== undefined) log.about({ incidentId: item.fact.incidentId });
      return meter.count(`Audit_${await appendFact(deps, item)}`);
    case 'purged':
      return meter.count(`Purged_${await appendPurged(deps, item)}`);
    case 'changed':
      // Nothing of ours does that; the record in the audit still holds what was inserted.
      meter.count('ImmutableItemChanged');
      return log.error('an item that is only inserted was changed or removed', { pk: item.pk, sk: item.sk });
    case 'other':
      return;
    default:
      return item satisfies never;
  }
};
