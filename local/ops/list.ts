import type { Status } from '../../core/incident/lifecycle.ts';
import type { Api } from './api.ts';
import { columns } from './columns.ts';
import { Listing, type Row } from './documents.ts';
import type { Result } from './result.ts';
import { between, nameOf, spoken } from './words.ts';

const head = ['STATUS', 'SINCE', 'SEVERITY', 'SERVICE', 'RESOURCE', 'INCIDENT', 'ASKED'];

const asked = (row: Row, now: string): string => {
  const review = row.review === 'open' ? 'break-glass, not reviewed' : '';
  if (row.asked.length === 0 || row.expiresAt === undefined) return review;
  return `${row.asked.join(', ')} for ${between(now, row.expiresAt)}`;
};

/** Open and recent incidents, a line each. */
export const listIncidents = async (api: Api, status: Status | 'open' | undefined): Promise<Result> => {
  const listing = await api.operation('list', status === undefined ? {} : { status }, Listing);
  const { now, incidents, more } = listing;
  const rows = incidents.map((row) => [
    spoken(row.status),
    between(row.changedAt, now),
    row.severity,
    row.service,
    nameOf(row.resource, row.account),
    row.id,
    asked(row, now),
  ]);
  const text = incidents.length === 0 ? 'no incidents\n' : columns(head, rows);
  return {
    code: 0,
    document: listing,
    text: more ? `${text}older ones are left out; --status shows one status\n` : text,
  };
};
