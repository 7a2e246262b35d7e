import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import type { News } from '../../local/run/news.ts';
import { runScenario } from '../../local/run/run.ts';
import { rdsConnections } from '../../local/scenarios/rds-connections.ts';
import { readTemplate } from '../../local/template/read.ts';
import { phone } from '../support/approval-browser.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';

const path = browserPath('two people did not sign in for a change of high risk');

/** Opens the link on a phone of their own, signs in at the stand-in as this person, approves, and looks until it says `shows`. */
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
    const clock = virtualClock(new Date());
    const links = new Map<string, string>();
    let phones: Promise<void> | undefined;
    const tell = (news: News): void => {
      if (news.kind !== 'link') return;
      links.set(news.link.to, news.link.link);
      const [alice, bob] = [links.get('alice'), links.get('bob')];
      if (alice === undefined || bob === undefined) return;
      phones ??= approveAs(browser, alice, /^Alice/, 'Approved by Alice').then(() =>
        approveAs(browser, bob, /^Bob/, 'Resolved'),
      );
    };
    const ran = await runScenario({
      scenario: rdsConnections,
      decision: { kind: 'person' },
      reason: 'not used',
      template: readTemplate(readFileSync('template.yaml', 'utf8')),
      policy: loadPolicyLayer('layers/policy'),
      table: memoryTable(clock.now),
      clock,
      random: seededRandom(3),
      port: 0,
      tell,
    });
    await phones;
    if (ran.kind !== 'ended') throw new Error(ran.message);
    expect(ran.document.incident.status).toBe('resolved');
    expect(ran.document.approval).toMatchObject({
      status: 'approved',
      decisions: [
        { by: 'alice', decision: 'approve' },
        { by: 'bob', decision: 'approve' },
      ],
    });
    expect(ran.document.audit).toMatchObject({ verified: true });
  }, 60_000);
});
