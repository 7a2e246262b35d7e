import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Roster } from '../../core/policy/roster.ts';
import { type HttpHandler, serve } from '../../local/http.ts';
import { tokenVerifier } from '../../core/runtime/oidc.ts';
import { openIdentityProvider } from '../../local/identity-provider/serve.ts';
import { phone } from './approval-browser.ts';
import { pageWorld } from './approval-page.ts';
import { later } from './incident.ts';
import { policyLayer } from './policy.ts';

const roster = Roster.parse({
  approvers: [
    { id: 'alice', name: 'Alice', role: 'analyst', teams: ['checkout'], oidc: 'alice@example.com' },
    { id: 'bob', name: 'Bob', role: 'admin', oidc: 'bob@example.com' },
  ],
  groups: [
    { group: 'on-call', role: 'analyst', teams: ['checkout'] },
    { group: 'admins', role: 'admin', teams: ['*'] },
  ],
});

/** A world whose people can sign in at a stand-in for their provider, opened in tabs of one browser. */
export const signInPages = async (
  browser: Browser,
  world: Parameters<typeof pageWorld>[0] = {},
  options: BrowserContextOptions = phone,
) => {
  let handler: HttpHandler = async () => undefined;
  const failures: unknown[] = [];
  const complaints: string[] = [];
  const server = await serve(
    (event) => handler(event),
    0,
    (error) => failures.push(error),
  );
  const now = (): Date => later(90);
  const provider = await openIdentityProvider({ roster, redirectUri: `${server.url}/signed-in`, now });
  const built = await pageWorld({
    ...world,
    deps: {
      signIn: provider.signIn,
      tokens: tokenVerifier(provider.oidc, now),
      policy: policyLayer({ roster }),
      ...world.deps,
    },
  });
  handler = built.handler;
  const context = await browser.newContext(options);
  const open = async (path: string): Promise<Page> => {
    const page = await context.newPage();
    page.on('console', (line) => complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(`${server.url}${path}`);
    return page;
  };
  return {
    world: built,
    url: server.url,
    context,
    failures,
    complaints,
    open,
    /** The link of a person, as they were sent it. */
    link: async (person = 'alice') => `/a/${built.request.approvalId}#${await built.token(person)}`,
    close: async (): Promise<void> => {
      await context.close();
      await server.stop();
      await provider.stop();
    },
  };
};
