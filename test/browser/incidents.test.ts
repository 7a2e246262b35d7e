import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentRow } from '../../core/incident/listing.ts';
import { incidentsShell } from '../../core/approval/page/incidents/shell.ts';
import { loadPolicyLayer } from '../../core/runtime/policy-source.ts';
import { violations, width } from '../support/page-checks.ts';
import { serve } from '../../local/http.ts';
import { phone } from '../support/approval-browser.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';
import { attacks } from '../support/hostile-texts.ts';
import { later } from '../support/incident.ts';

const path = browserPath('the list of incidents was not tried in a browser');
const shell = incidentsShell(loadPolicyLayer('layers/policy').languages);
const approvalId = 'a1'.repeat(16);

const rowOf = (change: Partial<IncidentRow> = {}): IncidentRow => ({
  id: 'inc-20261120030000-0a1b2c3d',
  status: 'awaiting_approval',
  service: 'payments',
  severity: 'high',
  resource: { kind: 'Deployment', namespace: 'checkout', name: 'payments-api' },
  alarm: 'checkout-payments-api-oomkilled',
  openedAt: later(-600).toISOString(),
  changedAt: later(-300).toISOString(),
  over: false,
  asked: ['alice', 'bob'],
  expiresAt: later(150).toISOString(),
  approvalId,
  ...change,
});
const { expiresAt: _until, approvalId: _request, ...nobodyAsked } = rowOf({ asked: [] });
const rows: IncidentRow[] = [
  rowOf(),
  { ...nobodyAsked, id: 'inc-20261120020000-00000001', status: 'outcome_unknown', reason: 'a call did not answer' },
  {
    ...nobodyAsked,
    id: 'inc-20261119020000-00000002',
    status: 'resolved',
    over: true,
    review: 'open',
    openedAt: later(-200_000).toISOString(),
  },
];

type Answer = { statusCode: number; body: unknown } | 'gone';
type Sent = { headers: Record<string, string>; body: unknown };
const listed = (incidents: readonly IncidentRow[], more = {}): Answer => ({
  statusCode: 200,
  body: { now: later(0).toISOString(), incidents, ...more },
});

describe.skipIf(path === undefined)('the list of incidents in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  const opened = async (answer: Answer, options: BrowserContextOptions = phone, signedIn = true) => {
    const world = {
      answer,
      asked: [] as Record<string, string>[],
      /** What was sent to ask for a rollback, and what that is answered. */
      wished: [] as Sent[],
      granted: { statusCode: 200, body: { outcome: 'done', message: 'asked' } } as Answer,
    };
    const server = await serve(async (event) => {
      const {
        httpMethod,
        path: asked,
        headers,
      } = event as Record<string, string> & { headers: Record<string, string> };
      if (httpMethod === 'GET') {
        const of = asked === '/live/incidents' ? shell : { html: '', policy: "default-src 'none'" };
        const type = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': of.policy };
        return { statusCode: 200, headers: type, body: of.html };
      }
      const wishes = asked === '/live/ops/request-rollback';
      if (!wishes && asked !== '/live/ops/list') throw new Error(`asked for ${asked}`);
      const sent = JSON.parse((event as { body: string }).body);
      if (wishes) world.wished.push({ headers, body: sent });
      else world.asked.push(headers);
      const given = wishes ? world.granted : world.answer;
      if (given === 'gone') throw new Error('gone');
      const { statusCode, body } = given;
      return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    }, 0);
    const context = await browser.newContext({ locale: 'en-US', ...options });
    const token = JSON.stringify({ token: 'h.p.s', secret: 'once', until: String(Date.now() + 600_000) });
    if (signedIn) await context.addInitScript(`sessionStorage.setItem('sovereign-ops.id-token', '${token}')`);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (line) => complaints.push(line.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.url}/live/incidents`);
    await page.waitForSelector(
      'main[aria-busy=false] h2, main[aria-busy=false] .filter, main[aria-busy=false] .notice',
    );
    const close = async (): Promise<void> => {
      await context.close();
      await server.stop();
    };
    return { page, world, complaints, close };
  };

  it('shows open incidents with who is asked and the time left, and all of them when asked, on a phone', async () => {
    const { page, world, complaints, close } = await opened(listed(rows));
    expect(world.asked[0]).toMatchObject({ authorization: 'Bearer h.p.s' });
    const [first, second, ...none] = await page
      .getByRole('row')
      .filter({ has: page.getByRole('cell') })
      .allInnerTexts();
    expect(first).toMatch(
      /Waiting for approval[^]*payments[^]*Deployment checkout\/payments-api[^]*High[^]*10 min[^]*alice, bob[^]*2 min/,
    );
    expect(second).toMatch(/Outcome unknown, a person must look[^]*a call did not answer[^]*nobody/);
    expect(none).toEqual([]);
    expect(await page.getByRole('link', { name: 'Open the request' }).getAttribute('href')).toBe(
      `/live/a/${approvalId}`,
    );
    expect([await width(page), await violations(page)]).toEqual([360, []]);
    await page.getByRole('radio', { name: 'Open and recent (3)' }).check();
    await page.getByText('Break-glass, to be reviewed').waitFor();
    expect(await page.getByRole('row', { name: /Resolved/ }).innerText()).toContain('2 days');
    expect(complaints).toEqual([]);
    await close();
  }, 30_000);

  it('is a table with columns on a desk, in the language of the browser, and is used by keyboard alone', async () => {
    const desk = { viewport: { width: 1280, height: 800 }, colorScheme: 'dark', locale: 'zh-TW' } as const;
    const { page, close } = await opened(listed(rows), desk);
    expect(await page.getByRole('columnheader').allInnerTexts()).toEqual([
      '狀態',
      '事件',
      '嚴重程度',
      '已經過',
      '待決定者',
      '剩餘時間',
    ]);
    expect(await page.getAttribute('html', 'lang')).toBe('zh-TW');
    expect(await violations(page)).toEqual([]);
    for (const id of ['sign-out', 'filter-open', `request-${approvalId}`]) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.id')).toBe(id);
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/live/a/${approvalId}`);
    await close();
  }, 30_000);

  it('says that nothing is open, that there is more, and goes on in the language of the person', async () => {
    const { page, close } = await opened(listed([], { more: true, language: 'zh-TW' }));
    await page.getByText('目前沒有進行中的事件。').waitFor();
    await page.getByText('尚有未列出的事件').waitFor();
    await close();
  });

  const takeBack = {
    ...nobodyAsked,
    id: 'inc-20261119020000-00000003',
    status: 'resolved',
    over: true,
    mayAskRollback: true,
  } as const satisfies IncidentRow;

  it('lets whoever may ask say why a change is to be taken back, and shows what follows', async () => {
    const { page, world, complaints, close } = await opened(listed([takeBack, ...rows.slice(2)]));
    await page.getByRole('radio', { name: 'Open and recent (2)' }).check();
    // Of the two that are resolved, only for the one that the server says.
    await page.getByRole('button', { name: 'Take the change back' }).click();
    const dialog = page.getByRole('dialog', { name: 'Take the change back' });
    expect(await dialog.innerText()).toMatch(
      /payments[^]*checkout\/payments-api[^]*Others are asked and decide; you do not/,
    );
    await dialog.getByRole('button', { name: 'Ask for it' }).click();
    await dialog.getByText('Please say why.').waitFor();
    expect([world.wished, await width(page), await violations(page)]).toEqual([[], 360, []]);
    await dialog.getByRole('textbox').fill(' the pod was examined ');
    // The list is drawn anew beneath; what was typed stays.
    world.answer = listed([{ ...takeBack, reason: 'all is well' }]);
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.getByText('all is well').waitFor();
    expect(await dialog.getByRole('textbox').inputValue()).toBe(' the pod was examined ');
    const { mayAskRollback: _may, ...asked } = takeBack;
    const waiting = { asked: ['bob'], expiresAt: later(930).toISOString(), approvalId, over: false };
    world.answer = listed([{ ...asked, ...waiting, status: 'awaiting_rollback_approval' }]);
    await dialog.getByRole('button', { name: 'Ask for it' }).click();
    await page.getByText('Waiting for a decision about the rollback').waitFor();
    expect(world.wished).toMatchObject([
      {
        headers: { authorization: 'Bearer h.p.s' },
        body: { incidentId: takeBack.id, reason: 'the pod was examined' },
      },
    ]);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Take the change back' }).count()).toBe(0);
    expect(await page.locator('main .notice.good').innerText()).toContain('It is asked for.');
    expect(await page.getByRole('row').last().innerText()).toMatch(/bob[^]*15 min/);
    expect(complaints).toEqual([]);
    await close();
  }, 30_000);

  it('says why it was not asked for, or that this is not known, and keeps what was typed', async () => {
    const { page, world, close } = await opened(listed([takeBack]), { ...phone, locale: 'zh-TW' });
    await page.locator('#filter-all').check();
    await page.getByRole('button', { name: '請求復原此變更' }).click();
    await page.getByRole('textbox').fill('已檢查');
    const why = 'another incident changed <b>it</b> since';
    for (const [granted, told] of [
      [{ statusCode: 409, body: { outcome: 'refused', message: why } }, `未送出請求： ${why}`],
      ['gone', '沒有收到回應'],
      [{ statusCode: 404, body: {} }, '未送出請求'],
    ] as const) {
      world.granted = granted;
      await page.locator('#ask-rollback').click();
      await page.locator('dialog .notice', { hasText: told }).waitFor();
      expect(await page.getByRole('textbox').inputValue()).toBe('已檢查');
    }
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(world.wished).toHaveLength(3);
    await page.getByRole('button', { name: '請求復原此變更' }).click();
    world.answer = { statusCode: 404, body: { outcome: 'unknown' } };
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await page.innerText('body')).not.toContain('payments');
    await close();
  }, 30_000);

  it('asks nothing and shows nothing while nobody is signed in', async () => {
    const { page, world, close } = await opened(listed(rows), phone, false);
    await page.getByRole('heading', { name: 'Sign in to see the incidents' }).waitFor();
    expect(world.asked).toEqual([]);
    await close();
  });

  it('forgets what it showed when the server knows the person no more, or they sign out', async () => {
    const { page, world, close } = await opened(listed(rows));
    world.answer = { statusCode: 404, body: { outcome: 'unknown' } };
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.getByText('Your sign-in is over').first().waitFor();
    expect(await page.innerText('main')).not.toContain('payments');
    world.answer = listed(rows);
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to see the incidents' }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await close();
  });

  it('keeps what it showed and says so when there is no answer, or a bad one', async () => {
    const { page, world, close } = await opened(listed(rows));
    for (const [answer, told] of [
      ['gone', 'The list could not be read (status 502). Trying again.'],
      [{ statusCode: 429, body: {} }, 'Too many requests at the moment. Trying again.'],
    ] as const) {
      world.answer = answer;
      await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
      await page.locator('.notice', { hasText: told }).waitFor();
      expect(await page.innerText('main')).toContain('alice, bob');
    }
    await page.context().setOffline(true);
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.locator('.notice', { hasText: 'No connection. Trying again.' }).waitFor();
    await close();
  });

  it('shows hostile texts as texts, within its width', async () => {
    const hostile = attacks.slice(0, 40).map((text, n) =>
      rowOf({
        id: `inc-20261120030000-${n}`,
        service: text.slice(0, 600),
        reason: text.slice(0, 600),
        resource: { kind: text.slice(0, 64) || 'x', name: text.slice(0, 512) || 'x' },
        asked: [text.slice(0, 600)],
        approvalId: text,
      }),
    );
    const { page, complaints, close } = await opened(listed(hostile));
    expect(await page.getByRole('row').count()).toBe(hostile.length + 1);
    expect(await page.locator('main script, main img, main a, main svg').count()).toBe(0);
    expect([await width(page), complaints]).toEqual([360, []]);
    await close();
  });
});
