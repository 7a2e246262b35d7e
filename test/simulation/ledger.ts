import { Incident } from '../../core/incident/incident.ts';
import { prefixes } from '../../core/incident/keys.ts';
import { StoredTransition, type TransitionRecord } from '../../core/incident/step.ts';
import type { Item } from '../../core/incident/table.ts';
import type { MemoryTable, Written } from '../../local/engine/memory-table.ts';

/** What the invariants look at, kept abreast of every transaction, so that none of them reads the whole table. */
export type Ledger = {
  incidents: ReadonlyMap<string, Incident>;
  /** The transition log of an incident, as it happened. */
  log(id: string): readonly TransitionRecord[];
  /** Who holds a lease, by partition key. */
  leases: ReadonlyMap<string, unknown>;
  /** The decisions stored for an approval, by sort key. */
  decisions(approvalId: string): ReadonlyMap<string, Item>;
  /** The stored item, not a copy. */
  peek: MemoryTable['peek'];
};

/** What a transaction did to the ledger. */
export type Entered = {
  written: readonly Written[];
  /** The incidents that it wrote. */
  touched: readonly string[];
  /** The steps that it added. */
  steps: readonly TransitionRecord[];
};

const rest = (pk: string): string => pk.slice(pk.indexOf('#') + 1);
const none: ReadonlyMap<string, Item> = new Map();

/** Follows a table; `onTransaction` hears of each transaction after the ledger has it. */
export const ledgerOf = (memory: MemoryTable, onTransaction: (entered: Entered) => void): Ledger => {
  const incidents = new Map<string, Incident>();
  const logs = new Map<string, TransitionRecord[]>();
  const leases = new Map<string, unknown>();
  const decisions = new Map<string, Map<string, Item>>();

  const enterState = (id: string, item: Item | undefined): void => {
    if (item === undefined) incidents.delete(id);
    else incidents.set(id, Incident.parse(item));
  };
  const enterStep = (id: string, { key, item }: Written): TransitionRecord[] => {
    const log = logs.get(id) ?? [];
    logs.set(id, log);
    if (item !== undefined) {
      const record = StoredTransition.parse(item);
      log.push(record);
      return [record];
    }
    const gone = log.findIndex(({ seq }) => key.sk.endsWith(String(seq).padStart(7, '0')));
    if (gone >= 0) log.splice(gone, 1);
    return [];
  };
  const enterDecision = (approvalId: string, { key, item }: Written): void => {
    const own = decisions.get(approvalId) ?? new Map<string, Item>();
    decisions.set(approvalId, own);
    if (item === undefined) own.delete(key.sk);
    else own.set(key.sk, item);
  };

  const enter = (written: readonly Written[]): Entered => {
    const touched = new Set<string>();
    const steps: TransitionRecord[] = [];
    for (const one of written) {
      const { pk, sk } = one.key;
      if (pk.startsWith('INCIDENT#')) {
        touched.add(rest(pk));
        if (sk === 'STATE') enterState(rest(pk), one.item);
        else steps.push(...enterStep(rest(pk), one));
      } else if (pk.startsWith('LEASE#') && sk === 'HELD') {
        if (one.item === undefined) leases.delete(pk);
        else leases.set(pk, one.item['incidentId']);
      } else if (sk.startsWith(prefixes.decision)) {
        enterDecision(rest(pk), one);
      }
    }
    return { written, touched: [...touched], steps };
  };
  memory.observe((written) => onTransaction(enter(written)));
  memory.onRestore(enter);
  return {
    incidents,
    log: (id) => logs.get(id) ?? [],
    leases,
    decisions: (approvalId) => decisions.get(approvalId) ?? none,
    peek: memory.peek,
  };
};
