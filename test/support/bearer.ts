import { boundTo, secretHeader } from '../../core/approval/sign-in/bound.ts';
import { tokenVerifier } from '../../core/runtime/oidc.ts';
import type { HttpHandler } from '../../local/http.ts';
import type { IdentityProvider } from '../../local/identity-provider/serve.ts';
import type { pageWorld } from './approval-page.ts';

type World = Awaited<ReturnType<typeof pageWorld>>;
type Event = { headers: Record<string, string>; body: string | null };

/** The handler of a world for whoever brings a token of this provider: they are answered as by their own link. */
export const takingTokens = (world: World, { oidc }: Pick<IdentityProvider, 'oidc'>): HttpHandler => {
  const tokens = tokenVerifier(oidc, world.deps.now);
  return async (event) => {
    // As local/http.ts makes it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { headers, body, ...rest } = event as Event;
    const token = headers['authorization']?.replace('Bearer ', '');
    if (token === undefined) return world.handler(event);
    const claims = (await boundTo(token, headers[secretHeader])) ? await tokens.verify(token) : undefined;
    const person = world.deps.policy.roster.approvers.find(({ oidc: sub }) => sub === claims?.subject);
    const link = person === undefined ? 'nobody' : await world.token(person.id);
    const asked: unknown = JSON.parse(body ?? '{}');
    return world.handler({ ...rest, headers, body: JSON.stringify({ ...Object(asked), token: link }) });
  };
};
