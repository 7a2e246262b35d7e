import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { nonceOf } from '../../core/approval/sign-in/nonce.ts';
import { violations, width } from '../support/page-checks.ts';
import { phone } from '../support/approval-browser.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';
import { choiceSet, highRisk, proposal } from '../support/proposal.ts';
import { signInPages } from '../support/sign-in-browser.ts';

const path = browserPath('signing in was not tried in a browser');
const state = 's'.repeat(22);
const secret = 'k'.repeat(43);
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const nonce = await nonceOf(secret);
const token = `e30.${encoded({ nonce, iat: 1, exp: 601 })}.c2ln`;

const kept = (page: Page): Promise<Record<string, string>> =>
  page.evaluate<Record<string, string>>('({ ...sessionStorage })');

let times = 0;
/**
 * Comes back with this from the provider, in a tab that waits for `begun`. Each time another address, so that it is
 * loaded.
 */
const comeBack = async (page: Page, url: string, begun: object | undefined, fields: Record<string, string>) => {
  const name = 'sovereign-ops.sign-in';
  const waits =
    begun === undefined ? '' : `sessionStorage.setItem('${name}', ${JSON.stringify(JSON.stringify(begun))})`;
  await page.evaluate(`sessionStorage.clear(); ${waits}`);
  times += 1;
  await page.goto(`${url}/signed-in?${times}#${new URLSearchParams(fields).toString()}`);
};

describe.skipIf(path === undefined)('signing in on a phone', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('leads to the provider and back to the same request, which is decided as who signed in, until they sign out', async () => {
    const { world, open, link, close, complaints, failures, context } = await signInPages(browser, {
      choices: choiceSet(highRisk, proposal()),
    });
    const asked: string[] = [];
    const sent: { authorization: string | undefined; body: string }[] = [];
    context.on('request', (request) => {
      asked.push(request.url());
      if (request.method() === 'POST' && request.url().includes('/a/')) {
        sent.push({ authorization: request.headers()['authorization'], body: request.postData() ?? '' });
      }
    });
    const mine = await link();
    const page = await open(mine);
    await page.getByText('Sign in with your organization').waitFor();
    expect(await violations(page, { parts: ['section:has(#sign-in-start)'] })).toEqual([]);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sign in as' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await width(page)).toBe(phone.viewport.width);

    await page.getByRole('button', { name: /^Alice/ }).click();
    await page.getByText('Signed in as Alice (analyst).').waitFor();
    expect(page.url().endsWith(mine)).toBe(true);
    expect(await violations(page, { parts: ['section:has(#sign-out)'] })).toEqual([]);
    expect(Object.keys(await kept(page))).toEqual(['sovereign-ops.id-token']);

    await page.getByRole('textbox', { name: 'Reason' }).fill('agreed');
    await page.fill('#confirm', 'payments-api');
    sent.length = 0;
    await page.click('#approve');
    await page.getByText('Approved by Alice (you)').waitFor();
    expect(sent.length).toBeGreaterThanOrEqual(2);
    const id = /^Bearer (.+)$/.exec(sent[0]?.authorization ?? '')?.[1] ?? '';
    for (const { authorization, body } of sent)
      expect([authorization, body]).toEqual([`Bearer ${id}`, expect.not.stringContaining('"token"')]);
    expect(id.split('.')).toHaveLength(3);
    expect(asked.filter((url) => url.includes(id))).toEqual([]);
    expect((await page.content()).includes(id)).toBe(false);
    expect(world.log.entries.filter((line) => JSON.stringify(line).includes(id))).toEqual([]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Signed in as').waitFor({ state: 'detached' });
    await page.waitForSelector('main[aria-busy=false]');
    expect(await kept(page)).toEqual({});
    expect([complaints, failures]).toEqual([[], []]);
    await close();
    // Every rule over three pages: most of a minute on a busy machine.
  }, 90_000);

  it('says that a sign-in is over which the server does not take, and shows the request by the link again', async () => {
    const { open, link, close } = await signInPages(browser, { choices: choiceSet(highRisk) });
    const page = await open('/signed-in');
    await page.evaluate(
      `sessionStorage.setItem('sovereign-ops.id-token', ${JSON.stringify(JSON.stringify({ token, secret, until: '9e15' }))})`,
    );
    await page.goto(new URL(await link(), page.url()).href);
    await page.getByText('Your sign-in is over or was not accepted here.').waitFor();
    expect(await kept(page)).toEqual({});
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await close();
  });

  it('decides nothing by the link when the sign-in ended before the click', async () => {
    const { world, open, link, close } = await signInPages(browser, { choices: choiceSet(highRisk) });
    const page = await open(await link());
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /^Alice/ }).click();
    await page.getByText('Signed in as Alice (analyst).').waitFor();
    await page.getByRole('textbox', { name: 'Reason' }).fill('agreed');
    await page.fill('#confirm', 'payments-api');
    await page.evaluate('sessionStorage.clear()');
    await page.click('#approve');
    await page.getByText('Your sign-in is over or was not accepted here.').first().waitFor();
    expect(await world.deps.table.get(keys.decision(world.request.approvalId, 'alice'))).toBeUndefined();
    await close();
  });

  it('keeps nothing of an answer that nobody in this tab asked for, whatever is in it', async () => {
    const { open, close, url, complaints } = await signInPages(browser);
    const page = await open('/signed-in');
    const begun = { state, secret, from: '/incidents' };
    const markup = '<img src=x onerror=alert(1)>';
    const answers = [
      [undefined, { id_token: token, state }, /belongs to no sign-in of this tab/],
      [begun, { id_token: token }, /belongs to no sign-in of this tab/],
      [begun, { id_token: token, state: 't'.repeat(22) }, /belongs to no sign-in of this tab/],
      [begun, { id_token: `e30.${encoded({ iat: 1, exp: 601 })}.c2ln`, state }, /made for another sign-in/],
      [begun, { id_token: markup, state }, /sent no token that can be used/],
      [begun, { error: 'access_denied', error_description: markup, state }, `access_denied: ${markup}`],
      [begun, { error: 'access_denied', error_description: 'call this number' }, /belongs to no sign-in of this tab/],
    ] as const;
    for (const [pending, fields, says] of answers) {
      await comeBack(page, url, pending, fields);
      await page.getByText(says).waitFor();
      expect(page.url()).toBe(`${url}/signed-in`);
      expect(await kept(page)).not.toHaveProperty('sovereign-ops.id-token');
      expect(await page.locator('main img').count()).toBe(0);
    }
    expect(await page.innerText('main')).not.toContain('call this number');
    expect(complaints).toEqual([]);
    await close();
  });

  it('goes back to a request or to the list of ours, and nowhere else', async () => {
    const { open, close, url, world, complaints } = await signInPages(browser);
    const page = await open('/signed-in');
    await page.waitForSelector('main[aria-busy=false]');
    const mine = `/a/${world.request.approvalId}#${await world.token()}`;
    for (const [from, to] of [
      [mine, mine],
      ['javascript:alert(1)', '/incidents'],
      ['//evil.example/incidents', '/incidents'],
      [`${url}.evil.example/incidents`, '/incidents'],
    ]) {
      await comeBack(page, url, { state, secret, from }, { id_token: token, state });
      await page.waitForURL(`${url}${to}`);
    }
    // The stand-in for the list, and the token that nobody signed, are not found.
    expect(complaints.filter((line) => !line.includes('404'))).toEqual([]);
    await close();
  });

  it('is accessible and fits where nobody was signed in, in the language of the browser', async () => {
    const { open, close } = await signInPages(browser, {}, { ...phone, locale: 'zh-TW' });
    const page = await open('/signed-in#error=access_denied');
    await page.getByRole('heading', { name: '您尚未登入' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('zh-TW');
    expect(await width(page)).toBe(phone.viewport.width);
    expect(await violations(page)).toEqual([]);
    await close();
  });
});
