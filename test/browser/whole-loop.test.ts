import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import { seededRandom } from '../../local/engine/random.ts';
import type { News } from '../../local/run/news.ts';
import { runScenario } from '../../local/run/run.ts';
import { scenarios } from '../../local/scenarios/catalogue.ts';
import { readTemplate } from '../../local/template/read.ts';
import { phone } from '../support/approval-browser.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';

const path = browserPath('the whole loop was not tried in a browser');

/** Runs a scenario with a person who opens alice's link on a phone and does what `click` does. */
const lived = async (browser: Browser, name: string, click: (page: Page) => Promise<void>) => {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const clock = virtualClock(new Date());
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  let clicked: Promise<void> | undefined;
  const tell = (news: News): void => {
    if (news.kind !== 'link' || news.link.to !== 'alice' || clicked !== undefined) return;
    clicked = page.goto(news.link.link).then(() => click(page));
  };
  const ran = await runScenario({
    scenario,
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
  await clicked;
  const shown = await page.innerText('main');
  const shots = process.env['SCREENSHOTS'];
  if (shots !== undefined) await page.screenshot({ path: `${shots}/loop-${name}.png`, fullPage: true });
  await context.close();
  if (ran.kind !== 'ended') throw new Error(ran.message);
  return { document: ran.document, shown };
};

describe.skipIf(path === undefined)('the whole loop, decided on the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('resolves the incident that alice approves with a click', async () => {
    const { document, shown } = await lived(browser, 'eks-oomkilled', async (page) => {
      await page.getByRole('button', { name: 'Approve this change' }).click();
      await page.getByRole('heading', { name: 'Resolved', exact: true }).waitFor();
    });
    expect(document.incident.status).toBe('resolved');
    expect(document.approval).toMatchObject({ status: 'approved', decisions: [{ by: 'alice', decision: 'approve' }] });
    expect(document.audit).toMatchObject({ verified: true });
    expect(shown).toContain('512Mi');
    expect(shown).toMatch(/p99/);
  });

  it('changes nothing when she rejects, and says so', async () => {
    const { document, shown } = await lived(browser, 'rejected', async (page) => {
      await page.getByRole('textbox', { name: 'Reason' }).fill('there is a release tonight');
      await page.getByRole('button', { name: 'Reject' }).click();
      await page.getByRole('heading', { name: 'Rejected' }).waitFor();
    });
    expect(document.incident.status).toBe('rejected');
    expect(document.journal).toEqual([]);
    expect(shown).toContain('there is a release tonight');
  });

  it('rolls back a fix that did not help, because she left the consent on', async () => {
    const { document } = await lived(browser, 'fix-ineffective', async (page) => {
      await page.getByRole('button', { name: 'Approve this change' }).click();
      await page.getByRole('heading', { name: 'Prior state restored' }).waitFor();
    });
    expect(document.incident.status).toBe('rolled_back');
  });
});
