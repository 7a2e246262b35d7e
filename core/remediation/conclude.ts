import type { Incident } from '../incident/incident.ts';
import { scopeKey } from '../incident/resource.ts';
import { readIncident, type Step, stepWrites } from '../incident/step.ts';
import type { Table, Write } from '../incident/table.ts';
import { countingWrites } from './circuit.ts';

/** Tries against another incident counting in the same circuit at the same moment. */
const tries = 5;

/** The circuit scope of an incident: what it is about. */
export const scopeOf = ({ resource, spoke }: Incident): string => scopeKey(resource, spoke);

/**
 * One step that ends an attempt to repair, counted in the circuits in the same transaction. `lost` when the incident
 * itself was moved by somebody else; a mere race on a circuit is tried again. Throws when it loses that race five times.
 */
export const conclude = async (
  table: Table,
  incident: Incident,
  step: Step,
  outcome: 'success' | 'failure',
  also: readonly Write[] = [],
): Promise<{ kind: 'committed' | 'lost' }> => {
  for (let n = 0; n < tries; n += 1) {
    const counting = await countingWrites(table, scopeOf(incident), outcome, incident.id, step.at);
    const result = await table.transact([...stepWrites(incident, step), ...counting, ...also]);
    if (result.kind === 'committed') return result;
    const now = await readIncident(table, incident.id);
    if (now?.seq !== incident.seq) return { kind: 'lost' };
  }
  throw new Error(`the circuits of ${incident.id} are contended: ${tries} tries lost`);
};
