import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { phone } from '../support/approval-browser.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';
import { lived } from '../support/lived.ts';
import { type Agent, agentOf } from '../support/mcp-agent.ts';
import { named } from '../support/played.ts';

/** What an agent is told of open incidents, as far as it is needed here. */
const Listed = z.object({ incidents: z.tuple([z.object({ id: z.string() })]) });

const path = browserPath('the whole loop was not tried in a browser');

/** Runs a scenario with a person who opens alice's link on a phone and does what `click` does. */
const decided = async (
  browser: Browser,
  name: string,
  click: (page: Page) => Promise<void>,
  up?: Parameters<typeof lived>[1]['up'],
) => {
  let shown = '';
  const document = await lived(named(name), {
    ...(up === undefined ? {} : { up }),
    decide: async ({ alice }) => {
      const context = await browser.newContext(phone);
      const page = await context.newPage();
      await page.goto(alice);
      await click(page);
      shown = await page.innerText('main');
      await context.close();
    },
  });
  return { document, shown };
};

describe.skipIf(path === undefined)('the whole loop, decided on the page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('resolves the incident that alice approves with a click', async () => {
    const { document, shown } = await decided(browser, 'eks-oomkilled', async (page) => {
      await page.getByRole('button', { name: 'Approve this change' }).click();
      await page.getByRole('heading', { name: 'Resolved', exact: true }).waitFor();
    });
    expect(document.incident.status).toBe('resolved');
    expect(document.approval).toMatchObject({ status: 'approved', decisions: [{ by: 'alice', decision: 'approve' }] });
    expect(document.audit).toMatchObject({ verified: true });
    expect(shown).toContain('512Mi');
    expect(shown).toMatch(/p99/);
  });

  it('is lived through by an agent of bob while alice decides with a click', async () => {
    const seen: Record<string, unknown> = {};
    const agents: Promise<Agent>[] = [];
    const { document } = await decided(
      browser,
      'eks-oomkilled',
      async (page) => {
        const [agent] = await Promise.all(agents);
        const list = Listed.parse(await agent?.call('list_incidents', { status: 'open' }));
        const [{ id: incident }] = list.incidents;
        seen['waiting'] = await agent?.call('execute_approved', { incident });
        await page.getByRole('button', { name: 'Approve this change' }).click();
        await page.getByRole('heading', { name: 'Resolved', exact: true }).waitFor();
        seen['done'] = await agent?.call('execute_approved', { incident });
      },
      (url, people) => {
        const bob = people.find(({ id }) => id === 'bob');
        if (bob !== undefined) agents.push(agentOf(url, bob));
      },
    );
    expect(seen).toMatchObject({
      waiting: { status: 'awaiting_approval' },
      done: { status: 'resolved' },
    });
    expect(document.approval).toMatchObject({ decisions: [{ by: 'alice', decision: 'approve' }] });
  });

  it('changes nothing when she rejects, and says so', async () => {
    const { document, shown } = await decided(browser, 'rejected', async (page) => {
      await page.getByRole('textbox', { name: 'Reason' }).fill('there is a release tonight');
      await page.getByRole('button', { name: 'Reject' }).click();
      await page.getByRole('heading', { name: 'Rejected' }).waitFor();
    });
    expect(document.incident.status).toBe('rejected');
    expect(document.journal).toEqual([]);
    expect(shown).toContain('there is a release tonight');
  });

  it('rolls back a fix that did not help, because she left the consent on', async () => {
    const { document } = await decided(browser, 'fix-ineffective', async (page) => {
      await page.getByRole('button', { name: 'Approve this change' }).click();
      await page.getByRole('heading', { name: 'Prior state restored' }).waitFor();
    });
    expect(document.incident.status).toBe('rolled_back');
  });
});
