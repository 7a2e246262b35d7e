import type { IncidentRow } from '../../../incident/listing.ts';

/** What `POST ops/list` answers; every text of it was cleaned there and ends in a text node here. */
export type Listed = {
  now: string;
  incidents: IncidentRow[];
  /** There are more than were sent. */
  more?: boolean;
  /** The language of whoever asked. */
  language?: string;
};
export type Fetched = { kind: 'listed'; list: Listed } | { kind: 'refused'; status: number } | { kind: 'unreachable' };

/** Where this deployment is served below: a stage or the base path of a custom domain, or nothing. */
export const base = (): string => location.pathname.replace(/\/incidents\/?$/, '');

/** Asks for the list. `unreachable` when there was no answer that is JSON. */
export const fetchList = async (headers: Readonly<Record<string, string>>): Promise<Fetched> => {
  try {
    const response = await fetch(`${base()}/ops/list`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{}',
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(20_000),
    });
    if (response.status !== 200) return { kind: 'refused', status: response.status };
    return { kind: 'listed', list: await response.json() };
  } catch {
    return { kind: 'unreachable' };
  }
};
