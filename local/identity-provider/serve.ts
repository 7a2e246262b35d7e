import { createServer, type IncomingMessage } from 'node:http';
import type { SignIn } from '../../core/approval/sign-in/configuration.ts';
import type { Roster } from '../../core/policy/roster.ts';
import type { OidcSettings } from '../../core/runtime/oidc-settings.ts';
import { requestBody } from '../request-body.ts';
import { providerAnswer } from './answer.ts';
import { peopleOf } from './people.ts';
import { tokenMaker } from './sign.ts';

export type IdentityProvider = {
  url: string;
  /** For the page: where to sign in. */
  signIn: SignIn;
  /** For the function: whose tokens to believe. */
  oidc: OidcSettings;
  stop(): Promise<void>;
};

type Options = { roster: Roster; redirectUri: string; now: () => Date };

/** A request here is a dozen short parameters. */
const maxBytes = 16 * 1024;
const clientId = 'sovereign-ops';

const formOf = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  const body = await requestBody(request, maxBytes);
  return body === undefined ? undefined : new URLSearchParams(body);
};

/**
 * A stand-in for an OIDC provider on the loopback interface, on a port and so an origin of its own: it signs in whoever is
 * chosen from the roster, with a key pair of this run. Nothing outside of this machine can reach it.
 */
export const openIdentityProvider = async ({ roster, redirectUri, now }: Options): Promise<IdentityProvider> => {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the identity provider has no address');
  const url = `http://127.0.0.1:${address.port}`;
  const tokens = await tokenMaker(url, now);
  const answer = providerAnswer({ client: { clientId, redirectUri }, people: peopleOf(roster), tokens });

  const handle = async (request: IncomingMessage): Promise<Awaited<ReturnType<typeof answer>>> => {
    const form = await formOf(request);
    if (form === undefined) return { status: 413, headers: { connection: 'close' }, body: '' };
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    return answer({ method: request.method ?? 'GET', path: pathname, query: searchParams, form });
  };
  server.on('request', (request: IncomingMessage, response) => {
    handle(request).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.writeHead(400).end(),
    );
  });
  return {
    url,
    signIn: { authorizeUrl: `${url}/authorize`, clientId },
    oidc: { issuer: url, audience: clientId, groupsClaim: 'groups', keys: tokens.keys },
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
};
