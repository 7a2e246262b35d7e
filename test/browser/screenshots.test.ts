import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { View } from '../../core/approval/page/view/view.ts';
import { rdsConnections } from '../../local/scenarios/rds-connections.ts';
import { changedView, phone } from '../support/approval-browser.ts';
import { chromiumPath, launchChromium } from '../support/chromium.ts';
import { lived } from '../support/lived.ts';
import { named } from '../support/played.ts';

// SCREENSHOTS=docs/images npx vitest run test/browser/screenshots.test.ts
const dir = process.env['SCREENSHOTS'];
const path = chromiumPath();

/** Whoever reads the documentation sees two screens of a phone, not the whole page. */
const tallest = 2 * phone.viewport.height;
const here = { locale: 'en-US', timezoneId: 'Europe/Berlin' };
const desk = { viewport: { width: 1280, height: 900 }, ...here } satisfies BrowserContextOptions;
const hand = { ...phone, ...here };

/** The page as it was when its incident came to this status: everything later is taken out. */
const asAt =
  (status: string) =>
  (view: View): void => {
    const last = view.steps.findIndex((step) => step.status === status);
    const step = view.steps[last];
    if (step === undefined) throw new Error(`the incident was never ${status}`);
    const now = new Date(Date.parse(step.at) + 2_000).toISOString();
    view.steps.splice(last + 1);
    Object.assign(view, { now, validation: null });
    Object.assign(view.incident, { status, over: false, changedAt: step.at, reason: undefined });
    for (const chart of view.chart === null || view.chart === undefined ? [] : [view.chart]) {
      chart.marks = chart.marks.filter(({ at }) => at <= now);
    }
  };

describe.skipIf(dir === undefined || path === undefined)('screenshots for the documentation', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  const opened = async (link: string, options: BrowserContextOptions): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(link);
    await page.waitForSelector('main[aria-busy=false]');
    return page;
  };
  /** Two screens of it, from the top or up to its end. WebP, which Playwright does not write by itself. */
  const shot = async (page: Page, name: string, from: 'top' | 'end' = 'top'): Promise<void> => {
    const { width, height } = page.viewportSize() ?? phone.viewport;
    const whole = Number(await page.evaluate('document.documentElement.scrollHeight'));
    await page.setViewportSize({ width, height: Math.min(whole, tallest) });
    await page.evaluate(`scrollTo(0, ${from === 'top' ? 0 : whole})`);
    // A drawing is made again for a new width in the next frame.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    const devtools = await page.context().newCDPSession(page);
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
    writeFileSync(join(dir ?? '', `${name}.webp`), data, 'base64');
    await page.setViewportSize({ width, height });
  };
  const seen = async (link: string, name: string, options: BrowserContextOptions = hand): Promise<void> => {
    const page = await opened(link, options);
    await shot(page, name);
    await page.context().close();
  };

  it('takes a change from the question to its end', async () => {
    const { incident } = await lived(named('eks-oomkilled'), {
      decide: async ({ alice }) => {
        await seen(alice, 'pending-desktop', desk);
        const page = await opened(alice, hand);
        await shot(page, 'pending');
        await shot(page, 'pending-decision', 'end');
        await page.getByRole('button', { name: 'Approve this change' }).click();
        await page.getByRole('heading', { name: 'Resolved', exact: true }).waitFor();
        await page.context().close();
      },
      look: async ({ alice, bob }) => {
        await seen(alice, 'resolved');
        await seen(alice, 'resolved-desktop', desk);
        const executing = await opened(alice, hand);
        await changedView(executing, asAt('executing'));
        await shot(executing, 'executing');
        const other = await opened(bob, hand);
        await changedView(other, asAt('approved'));
        await shot(other, 'decided-by-another');
      },
    });
    expect(incident.status).toBe('resolved');
  }, 120_000);

  it.each([
    ['expired', 'expired', 'expired'],
    ['fix-ineffective', 'rolled-back', 'rolled_back'],
  ])('takes the end of %s', async (scenario, name, status) => {
    const { incident } = await lived(named(scenario), { look: ({ alice }) => seen(alice, name) });
    expect(incident.status).toBe(status);
  });

  it('takes a change of high risk, by the link alone and signed in, and the list of incidents', async () => {
    const approve = async (link: string, name: RegExp, before?: (page: Page) => Promise<void>): Promise<Page> => {
      const page = await opened(link, hand);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name }).click();
      await page.getByText('Signed in as').waitFor();
      await before?.(page);
      const typed = page.locator('#confirm');
      if ((await typed.count()) > 0) await typed.fill('orders-db');
      await page.fill('#reason', 'no connection is left');
      await page.click('#approve');
      await page
        .getByText(/Approved/)
        .first()
        .waitFor();
      return page;
    };
    const { incident } = await lived(
      rdsConnections,
      {
        decide: async ({ alice, bob }) => {
          await seen(alice, 'high-risk-by-link');
          const page = await approve(alice, /^Alice/);
          await page.goto(new URL('/incidents', alice).href);
          await page.waitForSelector('main[aria-busy=false] .filter');
          await shot(page, 'incidents');
          await approve(bob, /^Bob/, (signedIn) => shot(signedIn, 'high-risk-second-person', 'end'));
        },
      },
      // A token of the sign-in is good by the clock of the browser, too.
      new Date(),
    );
    expect(incident.status).toBe('resolved');
  }, 120_000);
});
