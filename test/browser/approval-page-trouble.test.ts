import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { openedPages } from '../support/approval-browser.ts';
import { pageWorld } from '../support/approval-page.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';

const path = browserPath('the approval page in trouble was not tried in a browser');

describe.skipIf(path === undefined)('the approval page in trouble', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('says of every click that had no answer what is known, never repeats it, and ends in one decision', async () => {
    const world = await pageWorld();
    const { tab, close } = await openedPages(browser, world);
    const page = await tab();
    const key = keys.decision(world.request.approvalId, 'alice');
    let clicks = 0;
    const turnedAway = { status: 429, json: { message: 'Too Many Requests' } };
    await page.route('**/decision', (route) => {
      clicks += 1;
      return clicks === 1 ? route.fulfill(turnedAway) : route.abort('internetdisconnected');
    });
    await page.click('#approve');
    await page.getByText(/^The service did not take it \(HTTP 429\)\. Nothing was decided by this click/).waitFor();
    expect(await page.evaluate('document.activeElement?.id')).toBe('answer');
    await page.click('#approve');
    await page.getByText(/^There was no answer, and at .* no decision of yours was on record\./).waitFor();
    expect([clicks, await world.deps.table.get(key)]).toEqual([2, undefined]);

    // The third one arrives, and its answer is lost.
    await page.unroute('**/decision');
    await page.route('**/decision', async (route) => {
      await route.fetch();
      await route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' });
    });
    await page.click('#approve');
    await page.getByText('Your decision did arrive. It is the one recorded here.').waitFor();
    await page.getByText('Approved by Alice (you)').waitFor();
    expect(await world.status()).toBe('approved');

    await page.goto('about:blank');
    await page.goBack();
    await page.getByText('Approved by Alice (you)').waitFor();
    expect(await page.locator('#approve').count()).toBe(0);
    await close();
  });

  it('takes the buttons away when the time is over, by the clock of the server and without its help', async () => {
    const world = await pageWorld();
    world.at(898);
    const { tab, close, context } = await openedPages(browser, world);
    // A phone that believes it is an hour later.
    await context.addInitScript('const now = Date.now; Date.now = () => now() + 3_600_000;');
    const page = await tab();
    expect(await page.innerText('#timer')).toMatch(/^0:0[12] left$/);
    await page.route('**/view', (route) => route.abort('internetdisconnected'));
    await page.getByText('The time to decide is over. Nothing can be approved here any more.').waitFor();
    expect(await page.locator('#approve, #reject').count()).toBe(0);
    await page.getByText('No connection, trying again. What you see may be out of date.').first().waitFor();

    await page.unroute('**/view');
    world.at(901);
    await page.evaluate(`void dispatchEvent(new Event('online'))`);
    await page.getByText(/^This request expired at .*\. Silence is no consent/).waitFor();
    expect(await page.innerText('#connection')).toBe('');
    await close();
  });

  it('ignores a click on what moved under the thumb a moment ago, and takes the next one', async () => {
    const world = await pageWorld();
    const { tab, close } = await openedPages(browser, world);
    const page = await tab();
    await world.deps.table.transact([
      {
        kind: 'create',
        item: {
          ...keys.validation(world.incident.id),
          body: { outcome: 'inconclusive', alarm: 'ALARM', before: {}, after: {}, checks: [] },
        },
      },
    ]);
    const taken = await page.evaluate(`
      new Promise((resolve) => {
        new MutationObserver((_, observer) => {
          observer.disconnect();
          const button = () => document.querySelector('#approve');
          button().click();
          resolve(button().getAttribute('aria-disabled'));
        }).observe(document.querySelector('#main'), { childList: true });
        dispatchEvent(new Event('online'));
      })
    `);
    expect(taken).toBe('false');
    // As long as a person takes to see that it moved.
    await page.waitForTimeout(350);
    await page.click('#approve');
    await page.getByText('Approved by Alice (you)').waitFor();
    await close();
  });
});
