import { answerAt, askedOf, type Client } from './authorize.ts';
import { choicePage, pagePolicy, turnedAwayPage } from './page.ts';
import type { Person } from './people.ts';
import type { TokenMaker } from './sign.ts';

export type ProviderRequest = { method: string; path: string; query: URLSearchParams; form: URLSearchParams };
export type ProviderResponse = { status: number; headers: Record<string, string>; body: string };

type Provider = { client: Client; people: readonly Person[]; tokens: TokenMaker };

const security = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

const page = (status: number, body: string, { redirectUri }: Client): ProviderResponse => ({
  status,
  headers: {
    ...security,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': pagePolicy(new URL(redirectUri).origin),
  },
  body,
});

const sendTo = (location: string): ProviderResponse => ({ status: 303, headers: { ...security, location }, body: '' });

/** What the stand-in answers. `GET` asks who somebody is, and only the `POST` of its own form signs anybody in. */
export const providerAnswer =
  ({ client, people, tokens }: Provider) =>
  async ({ method, path, query, form }: ProviderRequest): Promise<ProviderResponse> => {
    if (path !== '/authorize') return page(404, turnedAwayPage('There is only /authorize here'), client);
    if (method !== 'GET' && method !== 'POST') return page(405, turnedAwayPage('Expected GET or POST'), client);
    const sent = new URLSearchParams(method === 'POST' ? form : query);
    const as = sent.get('as');
    sent.delete('as');
    const asked = askedOf(sent, client);
    if (asked.kind === 'stranger') return page(400, turnedAwayPage(asked.why), client);
    if (asked.kind === 'refused') return sendTo(asked.location);
    if (method === 'GET') return page(200, choicePage(people, sent), client);
    const { state, nonce } = asked.request;
    const person = people.find(({ sub }) => sub === as);
    if (person === undefined) {
      return sendTo(answerAt(client, { error: 'access_denied', error_description: 'nobody was chosen', state }));
    }
    return sendTo(answerAt(client, { id_token: await tokens.make(person, client.clientId, nonce), state }));
  };
