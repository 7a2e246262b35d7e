import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rdsConnections } from '../../local/scenarios/rds-connections.ts';
import { phone } from '../support/approval-browser.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';
import { lived } from '../support/lived.ts';

const path = browserPath('two people did not sign in for a change of high risk');

/**
 * Opens the link on a phone of their own, signs in at the stand-in as this person, approves, and looks until it says
 * `shows`.
 */
const approveAs = async (browser: Browser, link: string, name: RegExp, shows: string): Promise<void> => {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name }).click();
  await page.getByText('Signed in as').waitFor();
  const typed = page.locator('#confirm');
  if ((await typed.count()) > 0) await typed.fill('orders-db');
  await page.fill('#reason', 'no connection is left');
  await page.click('#approve');
  await page.getByText(shows).first().waitFor();
  await context.close();
};

describe.skipIf(path === undefined)('a change of high risk, on two phones', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('is made after two people of two roles signed in and approved it', async () => {
    const document = await lived(
      rdsConnections,
      {
        decide: async ({ alice, bob }) => {
          await approveAs(browser, alice, /^Alice/, 'Approved by Alice');
          await approveAs(browser, bob, /^Bob/, 'Resolved');
        },
      },
      // A token of the sign-in is good by the clock of the browser, too.
      new Date(),
    );
    expect(document.incident.status).toBe('resolved');
    expect(document.approval).toMatchObject({
      status: 'approved',
      decisions: [
        { by: 'alice', decision: 'approve' },
        { by: 'bob', decision: 'approve' },
      ],
    });
    expect(document.audit).toMatchObject({ verified: true });
  }, 60_000);
});
