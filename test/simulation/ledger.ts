import { Incident } from '../../core/incident/incident.ts';
import { StoredTransition, type TransitionRecord } from '../../core/incident/step.ts';
import type { MemoryTable, Written } from '../../local/engine/memory-table.ts';

/** What the invariants look at, kept abreast of every transaction, so that none of them reads the whole table. */
export type Ledger = {
  incidents: ReadonlyMap<string, Incident>;
  /** The transition log of an incident, as it happened. */
  log(id: string): readonly TransitionRecord[];
  /** Who holds a lease, by partition key. */
  leases: ReadonlyMap<string, unknown>;
  /** The stored item, not a copy. */
  peek: MemoryTable['peek'];
};

const idOf = (pk: string): string => pk.slice('INCIDENT#'.length);

/** Follows a table; `onTransaction` gets the incidents that a transaction touched, after the ledger has them. */
export const ledgerOf = (memory: MemoryTable, onTransaction: (ledger: Ledger, touched: string[]) => void): Ledger => {
  const incidents = new Map<string, Incident>();
  const logs = new Map<string, TransitionRecord[]>();
  const leases = new Map<string, unknown>();
  const ledger: Ledger = { incidents, log: (id) => logs.get(id) ?? [], leases, peek: memory.peek };

  const takeIncident = (id: string, { key, item }: Written): void => {
    if (key.sk === 'STATE') {
      if (item === undefined) incidents.delete(id);
      else incidents.set(id, Incident.parse(item));
      return;
    }
    const others = (logs.get(id) ?? []).filter(({ seq }) => `T#${String(seq).padStart(7, '0')}` !== key.sk);
    const records = item === undefined ? others : [...others, StoredTransition.parse(item)];
    logs.set(
      id,
      records.sort((a, b) => a.seq - b.seq),
    );
  };

  memory.observe((written) => {
    const touched = new Set<string>();
    for (const one of written) {
      const { pk } = one.key;
      if (pk.startsWith('INCIDENT#')) {
        takeIncident(idOf(pk), one);
        touched.add(idOf(pk));
      } else if (pk.startsWith('LEASE#')) {
        if (one.item === undefined) leases.delete(pk);
        else leases.set(pk, one.item['incidentId']);
      }
    }
    onTransaction(ledger, [...touched]);
  });
  return ledger;
};
