import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { View } from '../../core/approval/page/view/view.ts';
import { serve } from '../../local/http.ts';
import type { pageWorld } from './approval-page.ts';

type World = Awaited<ReturnType<typeof pageWorld>>;
/** A phone of the smallest width in use. */
export const phone = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
} satisfies BrowserContextOptions;

/** Serves one world and opens its link in tabs of one browser; collects whatever a page complains about. */
export const openedPages = async (browser: Browser, world: World, options: BrowserContextOptions = phone) => {
  const failures: unknown[] = [];
  const complaints: string[] = [];
  const server = await serve(world.handler, 0, (error) => failures.push(error));
  const context = await browser.newContext(options);
  const link = async (person = 'alice', fragment?: string): Promise<string> =>
    `${server.url}/a/${world.request.approvalId}#${fragment ?? (await world.token(person))}`;
  const tab = async (person = 'alice', fragment?: string): Promise<Page> => {
    const page = await context.newPage();
    page.on('console', (line) => complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(await link(person, fragment));
    await page.waitForSelector('main[aria-busy=false]');
    return page;
  };
  return {
    link,
    tab,
    context,
    failures,
    complaints,
    close: async (): Promise<void> => {
      await context.close();
      await server.stop();
    },
  };
};

/** Loads the page again, with every view changed on its way: a state that no world is in, or not yet. */
export const changedView = async (page: Page, change: (view: View) => void): Promise<void> => {
  await page.unroute('**/view');
  await page.route('**/view', async (route) => {
    try {
      const view: View = await (await route.fetch()).json();
      change(view);
      await route.fulfill({ json: view });
    } catch {
      // The page was closed or loaded anew in the meantime: nobody waits for this answer any more.
    }
  });
  await page.reload();
  await page.waitForSelector('main[aria-busy=false]');
};

/** Has the page ask for the view now instead of at its next turn, as it does when the network is back. */
export const lookNow = (page: Page): Promise<unknown> => page.evaluate(`void dispatchEvent(new Event('online'))`);
