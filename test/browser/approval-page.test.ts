import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { proposalDigest } from '../../core/remediation/digest.ts';
import { changedView, lookNow, openedPages } from '../support/approval-browser.ts';
import { pageWorld } from '../support/approval-page.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';
import { alternative, choiceSet, highRisk, proposal } from '../support/proposal.ts';

const path = browserPath('the approval page was not tried in a browser');

const due = { at: '2026-11-20T04:00:00.000Z', does: 'again', attempt: 0 } as const;
const verified = {
  outcome: 'verified',
  before: { p99: 1840 },
  after: { p99: 143 },
  alarm: 'OK',
  checks: [{ id: 'p99', before: 1840, after: 143, comparison: 'below', threshold: 200, verdict: 'met' }],
};

describe.skipIf(path === undefined)('the approval page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('shows the change, takes one click, follows it to its end, and no policy is violated', async () => {
    const world = await pageWorld();
    const { tab, close, complaints, failures } = await openedPages(browser, world);
    const page = await tab();
    await page.getByRole('heading', { level: 1, name: /runs out of memory/ }).waitFor();
    const text = await page.innerText('main');
    expect(await page.locator('.brief dd p').allInnerTexts()).toEqual([
      'Set the memory limit of a container 512Mi → 1Gi',
      'Set the minimum replicas of an autoscaler 2 → 3',
    ]);
    for (const shown of ['512Mi', '1Gi', 'minReplicas', 'Low risk', 'pod stable, p99 < 200 ms'])
      expect(text).toContain(shown);
    expect(text).toContain(proposalDigest(proposal()).slice(0, 12));
    expect(await page.innerText('#timer')).toMatch(/^13:\d\d left$/);
    expect(await page.isChecked('#consent')).toBe(true);
    const reach = ['2 resources, by 100% at most', 'Deployment checkout/payments-api', 'HorizontalPodAutoscaler'];
    for (const shown of reach) expect(text).toContain(shown);
    expect(await page.locator('ol.listed li div').allTextContents()).toEqual(['from 3 → to 2', 'from 1Gi → to 512Mi']);
    expect(await page.locator('#confirm, #break-glass').count()).toBe(0);

    await page.getByRole('button', { name: 'Approve this change' }).dblclick();
    await page.getByRole('heading', { name: 'Approved…' }).waitFor();
    expect(await world.status()).toBe('approved');

    await world.move({ to: 'executing', by: 'executor', due });
    await lookNow(page);
    await page.getByRole('heading', { name: 'Making the change…' }).waitFor();
    // The page looks by itself, too.
    await world.move({ to: 'executed', by: 'executor', due });
    await page.getByRole('progressbar', { name: 'Time watched so far' }).waitFor();
    await page.getByText(/^Judged by .* at the latest\. The metrics must stay good for 2 min\.$/).waitFor();
    await world.deps.table.transact([
      { kind: 'create', item: { ...keys.validation(world.incident.id), body: verified } },
    ]);
    await world.move({ to: 'resolved', by: 'validator', reason: 'verified: pod stable' });
    await lookNow(page);
    await page.getByRole('heading', { name: 'Resolved' }).waitFor();
    expect(await page.getByRole('row', { name: /p99/ }).innerText()).toMatch(/1,840\s+143\s+< 200 ✓/);
    expect(await page.innerText('#live')).toBe('Resolved');
    expect([complaints, failures]).toEqual([[], []]);
    await close();
  });

  it('tells the undo of one action backwards, too: the field that is set last is put back first', async () => {
    const { tab, close } = await openedPages(browser, await pageWorld());
    const page = await tab();
    await changedView(page, ({ choices: [first] }) => {
      const [action] = first?.actions ?? [];
      if (first === undefined || action === undefined) throw new Error('there is an action');
      const fields = ['label', 'policy'].map((path) => ({ path, before: null, after: `our ${path}` }));
      first.actions = [{ ...action, fields }];
    });
    expect(await page.locator('ol.listed li .mono').allTextContents()).toEqual(['policy', 'label']);
    await close();
  });

  it('tells a second tab, and a reload, who decided and when', async () => {
    const world = await pageWorld();
    const { tab, close } = await openedPages(browser, world);
    const [first, second] = [await tab('alice'), await tab('bob')];
    await second.route('**/view', (route) => route.abort());
    await first.click('#approve');
    await first.getByRole('heading', { name: 'Approved…' }).waitFor();
    await second.unroute('**/view');
    await second.click('#approve');
    await second.getByText(/^Already approved by Alice at .* Your click changed nothing\.$/).waitFor();
    expect(await second.locator('#approve').count()).toBe(0);
    await first.reload();
    await first.getByText('Approved by Alice (you)').waitFor();
    expect(await first.locator('#approve').count()).toBe(0);
    await close();
  });

  it('asks for a reason before it rejects', async () => {
    const world = await pageWorld();
    const { tab, close } = await openedPages(browser, world);
    const page = await tab();
    await page.click('#reject');
    await page.getByText('Say why in a few words.').waitFor();
    expect(await page.evaluate('document.activeElement?.id')).toBe('reason');
    expect(await world.status()).toBe('awaiting_approval');
    await page.fill('#reason', 'a release is running');
    await page.click('#reject');
    await page.getByRole('heading', { name: 'Rejected, nothing was changed' }).waitFor();
    expect(await world.reason()).toBe('rejected by alice: a release is running');
    await close();
  });

  it('records a rollback consent that was taken away, for the choice that was made', async () => {
    const world = await pageWorld({ choices: choiceSet(highRisk, proposal()) });
    const { tab, close } = await openedPages(browser, world);
    const page = await tab();
    await page.getByRole('radio', { name: /Alternative 1/ }).check();
    await page.getByRole('checkbox').uncheck();
    await page.click('#approve');
    await page.getByText('Approved by Alice (you)').waitFor();
    expect(await world.deps.table.get(keys.decision(world.request.approvalId, 'alice'))).toMatchObject({
      proof: { rollbackConsent: false, chosenDigest: proposalDigest(proposal()) },
    });
    await close();
  });

  it('takes to do nothing as a rejection with a reason', async () => {
    const world = await pageWorld({ choices: choiceSet(proposal(), alternative) });
    const { tab, close } = await openedPages(browser, world);
    const page = await tab();
    await page.getByRole('radio', { name: 'Do nothing' }).check();
    expect(await page.locator('#approve, #consent').count()).toBe(0);
    await page.getByText('Nothing is changed; the alarm stays and people are told.').waitFor();
    await page.fill('#reason', 'it can wait until the morning');
    await page.getByRole('button', { name: 'Reject, do nothing' }).click();
    await page.getByRole('heading', { name: 'Rejected, nothing was changed' }).waitFor();
    expect(await world.reason()).toBe('rejected by alice: it can wait until the morning');
    await close();
  });

  it('asks for the name of the resource, and lets the second approver approve only what the first one chose', async () => {
    const risky = { ...alternative, risk: { level: 'medium' as const, factors: [] }, quorum: highRisk.quorum };
    const world = await pageWorld({ choices: choiceSet(proposal(), risky) });
    const { tab, close } = await openedPages(browser, world);
    const [alice, bob] = [await tab('alice'), await tab('bob')];
    await alice.getByRole('radio', { name: /Alternative 1: only the memory/ }).check();
    for (const wrong of ['', 'Payments-api']) {
      await alice.fill('#confirm', wrong);
      await alice.click('#approve');
      await alice.getByText('This is not the name. Expected exactly: payments-api').waitFor();
      expect(await alice.evaluate('document.activeElement?.id')).toBe('confirm');
    }
    expect(await world.deps.table.get(keys.decision(world.request.approvalId, 'alice'))).toBeUndefined();
    await alice.getByLabel('To approve, type the name of the resource: payments-api').fill(' payments-api ');
    await alice.click('#approve');
    await alice.getByText('1 of 2 approvals. It waits for another person of another role').waitFor();
    expect(await world.status()).toBe('awaiting_approval');

    // Bob is in the middle of a word when his page hears of it: nothing is drawn under his fingers, but he is told.
    const event = (name: string) => bob.evaluate(`void dispatchEvent(new Event('${name}'))`);
    await event('compositionstart');
    await event('online');
    await bob.locator('#live', { hasText: /^Approved by Alice at / }).waitFor({ state: 'attached' });
    expect(await bob.getByRole('radio').count()).toBe(3);
    await bob.locator('#decide').scrollIntoViewIfNeeded();
    const top = () => bob.evaluate(`Math.round(document.querySelector('#decide').getBoundingClientRect().top)`);
    const before = await top();
    await event('compositionend');
    await bob.getByText('Alice approved this already. Nothing else can be approved now.').waitFor();
    expect(await bob.getByRole('radio').count()).toBe(0);
    expect(Math.abs(Number(await top()) - Number(before))).toBeLessThanOrEqual(2);
    await bob.fill('#confirm', 'payments-api');
    // The page takes no click that was meant for what stood there a moment ago.
    await bob.waitForTimeout(350);
    await bob.click('#approve');
    await bob.getByRole('heading', { name: 'Approved…' }).waitFor();
    expect(await world.deps.table.get(keys.decision(world.request.approvalId, 'bob'))).toMatchObject({
      proof: { chosenDigest: proposalDigest(risky) },
    });
    await close();
  });

  it('offers a high risk only to who showed who they are, and an emergency only as policy says', async () => {
    const world = await pageWorld({ choices: choiceSet(highRisk, alternative) });
    const { tab, close } = await openedPages(browser, world);
    const page = await tab();
    const only = { why: 'a link only views', identityNeeded: true };
    await changedView(page, ({ choices: [first] }) => Object.assign(first ?? {}, { refused: only }));
    await page.getByText('A link alone only views this change.').waitFor();
    // On the first screen too, with what is the worst of it: the buttons are far below.
    expect(await page.innerText('.brief')).toMatch(/High risk[^]*It is late[^]*Your link only shows it\./);
    expect(await page.innerText('main')).toContain('npm run ops -- approve');
    expect(await page.locator('#approve, #confirm, #consent').count()).toBe(0);
    expect(await page.locator('#identity-needed, #reject').count()).toBe(2);
    await page.getByRole('radio', { name: /Alternative 1/ }).check();
    expect(await page.locator('#approve').count()).toBe(1);

    await changedView(page, ({ request, choices }) => {
      request.closed = { outcome: 'not-permitted', message: only.why };
      request.rejectRefused = only;
      for (const choice of choices) choice.refused = only;
    });
    await page.getByText('A link alone only views this change.').waitFor();
    expect(await page.locator('#approve, #reject, #reason, #decided').count()).toBe(0);
    expect(await page.getByText('You decide as').count()).toBe(0);
    expect(await page.getByRole('radio').count()).toBe(3);

    await changedView(page, ({ request, choices }) => {
      request.rejectRefused = only;
      for (const choice of choices) choice.refused = { why: 'your team is another', identityNeeded: false };
    });
    await page.getByText('You cannot approve this: your team is another.').waitFor();
    expect(await page.locator('#approve, #reject, #reason, #identity-needed').count()).toBe(0);

    let sent: unknown;
    await page.route('**/decision', async (route) => {
      sent = route.request().postDataJSON();
      await route.fulfill({ status: 403, json: { outcome: 'not-permitted', message: 'not here' } });
    });
    await changedView(page, ({ you, choices: [first] }) => {
      you.method = 'oidc';
      Object.assign(first ?? {}, { breakGlassPossible: true, refused: undefined });
    });
    expect(await page.isChecked('#break-glass')).toBe(false);
    await page.fill('#reason', 'the shop is down');
    await page.fill('#confirm', 'payments-api');
    await page.getByLabel('Emergency: approve alone').check();
    await page.getByRole('button', { name: 'Approve alone, emergency' }).click();
    await page.getByText('Nothing was decided: not here.').waitFor();
    expect(sent).toMatchObject({ breakGlass: true, confirm: 'payments-api', reason: 'the shop is down' });
    await close();
  });
});
