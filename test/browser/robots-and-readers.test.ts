import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { openedPages } from '../support/approval-browser.ts';
import { pageWorld } from '../support/approval-page.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';

const path = browserPath('nothing was tried on the page with robots, keyboards, paper and clocks');
const day = 86_400_000;

describe.skipIf(path === undefined)('the link of an approver', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('decides nothing for a robot that fetches it, prefetches it, runs its page, waits and goes on', async () => {
    const world = await pageWorld();
    const { context, link, close, complaints } = await openedPages(browser, world);
    const { origin, pathname, href } = new URL(await link());
    const before = world.memory.all();
    for (const method of ['GET', 'HEAD'])
      for (const purpose of ['prefetch', 'preview'])
        expect((await fetch(href, { method, headers: { purpose, 'sec-purpose': purpose } })).status).toBe(200);
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await fetch(`${origin}${pathname}/decision`, { method })).status).toBe(405);

    // Half a minute on the page's own clock, with everything that a crawler sets off without meaning to press a button.
    const robot = await context.newPage();
    robot.on('console', (line) => complaints.push(line.text()));
    await robot.clock.install();
    await robot.goto(href);
    await robot.waitForSelector('main[aria-busy=false]');
    await robot.evaluate(`document.querySelectorAll('a[href]').forEach((one) => one.click());
      document.querySelectorAll('form').forEach((one) => one.submit());
      document.querySelectorAll('summary').forEach((one) => one.click());
      for (const event of ['focus', 'scroll', 'mousemove', 'blur', 'beforeunload', 'pagehide']) dispatchEvent(new Event(event));`);
    await robot.clock.runFor(30_000);
    await robot.keyboard.press('Enter');
    await robot.close({ runBeforeUnload: true });
    expect(world.memory.all()).toEqual(before);
    expect(await world.status()).toBe('awaiting_approval');
    expect(complaints).toEqual([]);
    await close();
  });

  it('is decided by keyboard alone, read on paper, and shows the decision to who goes back', async () => {
    const world = await pageWorld();
    const { tab, close, complaints } = await openedPages(browser, world, { viewport: { width: 1000, height: 800 } });
    const page = await tab();
    const reach = async (id: string): Promise<string[]> => {
      const passed: string[] = [];
      for (let n = 0; n < 60; n += 1) {
        await page.keyboard.press('Tab');
        const at = String(await page.evaluate('document.activeElement?.id'));
        if (at === id) return passed;
        passed.push(at);
      }
      throw new Error(`#${id} is not reached by the keyboard: ${passed.join(', ')}`);
    };
    // What would be done comes before the button that does it.
    expect((await reach('approve')).at(0)).toBe('skip');

    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    await page.emulateMedia({ media: 'screen' });

    await page.locator('#approve').focus();
    await page.keyboard.press('Space');
    await page.getByText('Approved by Alice (you)').waitFor();
    await page.goto('about:blank');
    await page.goBack();
    await page.getByText('Approved by Alice (you)').waitFor();
    expect(await page.locator('#approve').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it.each([
    ['a day behind', -day],
    ['a day ahead', day],
  ])('has the time left of the server on a phone whose clock is %s', async (_what, skew) => {
    const world = await pageWorld();
    const { context, link, close } = await openedPages(browser, world);
    const page = await context.newPage();
    await page.clock.install({ time: new Date(Date.now() + skew) });
    await page.goto(await link());
    await page.waitForSelector('main[aria-busy=false]');
    expect(await page.innerText('#timer')).toMatch(/^13:\d\d left$/);
    await page.click('#approve');
    await page.getByText('Approved by Alice (you)').waitFor();
    expect(await world.deps.table.get(keys.decision(world.request.approvalId, 'alice'))).toBeDefined();
    await close();
  });
});
