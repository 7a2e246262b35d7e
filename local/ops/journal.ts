import type { Api } from './api.ts';
import { columns } from './columns.ts';
import { Journal } from './documents.ts';
import type { Result } from './result.ts';
import { nameOf, spoken, valueOf } from './words.ts';

const head = ['AT', 'ACTION', 'RESOURCE', 'STATUS', 'BEFORE', 'AFTER'];

const values = (fields: Journal['entries'][number]['observed']): string =>
  fields === null
    ? 'not readable'
    : Object.entries(fields)
        .map(([path, value]) => `${path} = ${valueOf(value)}`)
        .join(', ');

/** Every call that was made for an incident. */
export const showJournal = async (api: Api, incidentId: string): Promise<Result> => {
  const journal = await api.operation('journal', { incidentId }, Journal);
  const rows = journal.entries.map((entry) => [
    entry.executedAt,
    `${entry.idempotencyKey.endsWith('/undo') ? 'undo of ' : ''}${entry.action}`,
    nameOf(entry.target),
    spoken(entry.status),
    values(entry.prior),
    `${values(entry.observed)}${entry.error === undefined ? '' : ` (${entry.error})`}`,
  ]);
  const text = rows.length === 0 ? `nothing was called for ${incidentId}\n` : columns(head, rows);
  return { code: 0, document: journal, text };
};
