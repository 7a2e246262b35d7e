import { createHash } from 'node:crypto';
import { hourOf, slotsFor } from '../../core/approval/notice/budget.ts';
import type { Incident } from '../../core/incident/incident.ts';
import { keys, prefixes } from '../../core/incident/keys.ts';
import { purgeAt } from '../../core/incident/step.ts';
import type { Table } from '../../core/incident/table.ts';

/** How often a slot is looked for while others take theirs; each round fills at least one. */
const attempts = 8;

/** Where a search begins: those who search at once begin in different places. */
const startOf = (about: string): number => createHash('sha256').update(about).digest().readUInt32BE(0);

/**
 * Takes one of the slots that a recipient has in this hour, for what `about` names; the same `about` has the same slot again.
 * False when none is left, and when others take them faster than this can: then none will be.
 */
export const takeSlot = async (
  { table, now, perHour }: { table: Pick<Table, 'list' | 'transact'>; now: () => Date; perHour: number },
  recipient: string,
  { about, severity }: { about: string; severity: Incident['severity'] },
): Promise<boolean> => {
  const at = now();
  const hour = hourOf(at);
  const most = slotsFor(severity, perHour);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const taken = await table.list(keys.noticeSlot(hour, recipient, 0).pk, prefixes.slot);
    if (taken.some((item) => item['about'] === about)) return true;
    const used = new Set(taken.map(({ sk }) => sk));
    const free = Array.from({ length: most }, (_, slot) => keys.noticeSlot(hour, recipient, slot)).filter(
      ({ sk }) => !used.has(sk),
    );
    const key = free[(startOf(about) + attempt) % Math.max(1, free.length)];
    // Of low severity no more than its share, whichever slots the others took.
    if (key === undefined || taken.length >= most) return false;
    const { kind } = await table.transact([{ kind: 'create', item: { ...key, about, purgeAt: purgeAt(at) } }]);
    if (kind === 'committed') return true;
  }
  return false;
};
