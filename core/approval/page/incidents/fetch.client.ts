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

type Headers = Readonly<Record<string, string>>;

const post = (operation: 'list' | 'request-rollback', headers: Headers, body: object): Promise<Response> =>
  fetch(`${base()}/ops/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(20_000),
  });

/**
 * Asks for the list, and with `rollback` for whose changes may be asked to be taken back. `unreachable` when there was no answer
 * that is JSON.
 */
export const fetchList = async (headers: Headers, rollback: boolean): Promise<Fetched> => {
  try {
    const response = await post('list', headers, rollback ? { rollback } : {});
    if (response.status !== 200) return { kind: 'refused', status: response.status };
    return { kind: 'listed', list: await response.json() };
  } catch {
    return { kind: 'unreachable' };
  }
};

/** What became of a wish: `lost` when there was no answer of ours, so that it is not known. */
export type Asked = { kind: 'asked' } | { kind: 'not'; why: string } | { kind: 'signed-out' } | { kind: 'lost' };

/** Asks that the change of an incident be taken back, once: nothing here repeats it. */
export const askRollback = async (headers: Headers, incidentId: string, reason: string): Promise<Asked> => {
  try {
    const response = await post('request-rollback', headers, { incidentId, reason });
    if (response.status === 401) return { kind: 'signed-out' };
    const answer: unknown = await response.json();
    const told = typeof answer === 'object' && answer !== null && 'message' in answer ? String(answer.message) : '';
    if (response.status === 200) return { kind: 'asked' };
    return response.status < 500 ? { kind: 'not', why: told } : { kind: 'lost' };
  } catch {
    return { kind: 'lost' };
  }
};
