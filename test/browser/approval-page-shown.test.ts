import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainValue } from '../../core/approval/plain-value.ts';
import { consoleHome } from '../../core/aws/console-home.ts';
import { consoleLinks } from '../../core/incident/console-links.ts';
import { traceIdOf } from '../../core/incident/trace.ts';
import { Roster } from '../../core/policy/roster.ts';
import { changedView, openedPages, phone } from '../support/approval-browser.ts';
import { violations, width } from '../support/page-checks.ts';
import { pageWorld } from '../support/approval-page.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';
import { hostileTexts } from '../support/hostile-texts.ts';
import { policyLayer } from '../support/policy.ts';
import { alternative, choiceSet, highRisk, proposal } from '../support/proposal.ts';

const path = browserPath('how the approval page looks was not tried in a browser');

const [memoryOnly] = proposal().actions;

/** Names and states that the page acts on: no text in them is anybody's. */
const kept =
  /^(?:now|language|words|status|digest|kind|severity|level|undo|form|role|method|purpose|outcome|decision|by|source|approvalId|.*At|at|time)$/;
/** Every text of a view replaced by one of somebody else's, cleaned as the server cleans it. */
const hostile = <T>(value: T, next: () => string): T => {
  if (typeof value !== 'object' || value === null) return value;
  for (const [key, inner] of Object.entries(value)) {
    if (kept.test(key)) continue;
    Object.assign(value, { [key]: typeof inner === 'string' ? plainValue(next()) : hostile(inner, next) });
  }
  return value;
};

describe.skipIf(path === undefined)('what the approval page shows in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('shows long values whole, and what differs in them loudest', async () => {
    const arn = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/basket:';
    const touched = [{ path: 'taskDefinition', before: `${arn}42`, after: `${arn}41` }];
    const actions = memoryOnly === undefined ? [] : [{ ...memoryOnly, touched }];
    const { tab, close } = await openedPages(browser, await pageWorld({ choices: choiceSet(proposal({ actions })) }));
    const page = await tab();
    expect(await page.locator('.was bdi, .becomes bdi').allTextContents()).toEqual([`${arn}42`, `${arn}41`]);
    expect(await page.locator('.differs').allTextContents()).toEqual(['42', '41']);
    expect(await width(page)).toBeLessThanOrEqual(phone.viewport.width);
    expect(await violations(page)).toEqual([]);
    await close();
  }, 30_000);

  it('unfolds the diff and what keeps the change in code, and keeps them so', async () => {
    const logPlace = { home: consoleHome('eu-central-1'), logGroups: ['ops-AnalyzerLogs-1A'], dashboard: 'ops' };
    const world = await pageWorld({ choices: choiceSet(proposal(), alternative), deps: { logPlace } });
    const { tab, close, complaints } = await openedPages(browser, world);
    const page = await tab();
    await page.getByText('Diff', { exact: true }).click();
    await page.getByText(/^Keep it in code/).click();
    const code = await page.locator('pre').allInnerTexts();
    expect(code[0]).toContain('    ~ containers.app.limits.memory = "512Mi" -> "1Gi"');
    expect(code[1]).toContain('        - name: "app"\n          resources:\n');
    expect(code[2]).toContain('resource "kubernetes_deployment_v1" "payments_api" {\n  metadata {');
    await page.evaluate(`void dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('details:not([open])').count()).toBe(0);
    await page.evaluate(`void dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('details:not([open])').count()).toBe(1);
    // Where its log lines are, under its trace id; an address of anything but the web would be no link.
    const { id, openedAt, changedAt } = world.incident;
    const about = { traceId: traceIdOf(id), openedAt, changedAt, over: false };
    const links = consoleLinks(logPlace, about, new Date(world.deps.now()));
    const anchors = page.locator(`dd:has(code:text-is("${about.traceId}")) a`);
    expect(await anchors.evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual(Object.values(links));
    expect(await anchors.first().getAttribute('rel')).toBe('noopener noreferrer');
    await page.uncheck('#consent');
    await page.fill('#reason', 'looked at');
    await page.getByRole('radio', { name: 'Do nothing' }).check();
    await page.getByRole('radio', { name: 'Recommended' }).check();
    await page.getByRole('radio', { name: /Alternative 1/ }).check();
    expect(await page.locator('pre:visible').count()).toBe(0);
    expect(await width(page)).toBe(phone.viewport.width);
    expect(complaints).toEqual([]);
    await close();
  });

  it('keeps the token out of the document and out of every address', async () => {
    const world = await pageWorld();
    const { tab, close, context } = await openedPages(browser, world);
    const asked: string[] = [];
    context.on('request', (request) => asked.push(request.url(), JSON.stringify(request.headers())));
    const page = await tab();
    const token = await world.token();
    // One request paints the page, one fills it.
    const place = `/a/${world.request.approvalId}`;
    const paths = asked.filter((line) => line.startsWith('http')).map((url) => new URL(url).pathname);
    expect(paths).toEqual([place, `${place}/view`]);
    expect(await page.content()).not.toContain(token);
    await page.click('#approve');
    await page.getByText('Approved by Alice (you)').waitFor();
    expect(await page.content()).not.toContain(token);
    expect(asked.filter((line) => line.includes(token))).toEqual([]);
    expect(
      asked.filter((line) => line.startsWith('http')).every((url) => url.startsWith(new URL(page.url()).origin)),
    ).toBe(true);
    await close();
  });

  it('speaks the language of the person', async () => {
    const approvers = [{ id: 'alice', name: 'Alice', role: 'analyst', language: 'zh-TW' }];
    const policy = policyLayer({ roster: Roster.parse({ approvers }) });
    const choices = choiceSet(proposal({ mode: 'propose' }));
    const { tab, close } = await openedPages(browser, await pageWorld({ deps: { policy }, choices }));
    const page = await tab();
    expect(await page.getAttribute('html', 'lang')).toBe('zh-TW');
    expect(await page.innerText('#timer')).toMatch(/^剩餘 13:\d\d$/);
    // Said before anything else, and where the buttons are.
    expect(await page.getByText('無論在此如何決定，都不會執行任何變更').count()).toBe(2);
    // Nothing is executed, so nothing is rolled back either, and the button does not say that it would be.
    expect(await page.locator('#consent').count()).toBe(0);
    await page.click('#reject');
    await page.getByText('請簡短說明理由。').waitFor();
    await page.getByRole('button', { name: '核准（不會執行任何變更）' }).click();
    await page.getByRole('heading', { name: '已核准…' }).waitFor();
    expect(await page.title()).toBe('已核准 · payments');
    // Every text with a key has words: a key that was not found would stand there itself.
    expect(await page.innerText('main')).not.toMatch(/\{[a-zA-Z]+\}|\b(?:status|fact|answer|brief|undo)[A-Z]/);
    await close();
  });

  for (const [colorScheme, ...rules] of [['light'], ['dark', 'color-contrast']] as const) {
    it(`is accessible in the ${colorScheme}, before and after the decision`, async () => {
      const world = await pageWorld({ choices: choiceSet(highRisk, alternative, proposal()) });
      const { tab, close } = await openedPages(browser, world, { ...phone, colorScheme, reducedMotion: 'reduce' });
      const page = await tab();
      await changedView(page, ({ choices: [first, second] }) => {
        Object.assign(first ?? {}, { breakGlassPossible: true, refused: undefined });
        Object.assign(second ?? {}, { refused: { why: 'a link only views', identityNeeded: true } });
      });
      await page.check('#break-glass');
      await page.click('#approve');
      await page.getByText('Say why in a few words.').waitFor();
      expect(await violations(page, { rules })).toEqual([]);
      await page.getByRole('radio', { name: /Alternative 1/ }).check();
      await page.getByText('A link alone only views this change.').waitFor();
      // The rest of the page is as it was.
      const parts = ['section:has(#decide)', 'section:has(#sign-in-title)'];
      expect(await violations(page, { parts, rules })).toEqual([]);
      await page.getByRole('radio', { name: /Alternative 2/ }).check();
      await page.click('#approve');
      await page.getByText('Approved by Alice (you)').waitFor();
      for (const one of await page.locator('summary').all()) await one.click();
      expect(await violations(page, { rules })).toEqual([]);
      await close();
      // Twice every rule over the whole page, once over two cards: half a minute on a busy machine.
    }, 90_000);
  }

  it('fits a phone without scrolling sideways and never runs what it shows', async () => {
    const [memory] = proposal().actions;
    // A digest is of text that is one: half a character never gets as far as a proposal.
    const paths = hostileTexts.filter((text) => !/\p{Cs}/u.test(text)).slice(0, 40);
    const touched = paths.map((path) => ({ path, before: path, after: path }));
    const actions = memory === undefined ? [] : [{ ...memory, touched }];
    const world = await pageWorld({ choices: choiceSet(proposal({ actions }), alternative) });
    const { tab, close, complaints } = await openedPages(browser, world);
    const page = await tab();
    let next = 0;
    await changedView(page, (view) => hostile(view, () => hostileTexts[next++ % hostileTexts.length] ?? ''));
    expect(next).toBeGreaterThan(hostileTexts.length);
    for (const one of await page.locator('summary').all()) await one.click();
    expect(await width(page)).toBe(phone.viewport.width);
    await page.fill('#reason', hostileTexts[0] ?? '');
    await page.click('#approve');
    await page.getByRole('heading', { name: 'Approved…' }).waitFor();
    expect(await width(page)).toBe(phone.viewport.width);
    expect(await page.locator('main img, main script, main a, main svg').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  it('says that a link is incomplete or not valid, and that nothing was decided', async () => {
    const { tab, close } = await openedPages(browser, await pageWorld());
    const nothing = 'Nothing was decided by opening';
    for (const [fragment, title] of [
      ['', 'This link is incomplete'],
      ['bm9ib2R5.wrong', 'This link is not valid'],
    ]) {
      const page = await tab('alice', fragment);
      await page.getByRole('heading', { name: title ?? '' }).waitFor();
      expect(await page.innerText('main')).toContain(nothing);
      expect(await page.innerText('main [lang=zh-TW]')).toContain('不會作成任何決定');
    }
    await close();
  });

  it('explains itself where no script may run', async () => {
    const world = await pageWorld();
    const { context, close } = await openedPages(browser, world, { ...phone, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.setContent(
      (await world.handler({ httpMethod: 'GET', path: '/a/x', requestContext: { requestId: 'r' } })).body,
    );
    expect(await page.innerText('noscript')).toContain('Nothing was decided by opening this page');
    expect(await page.innerText('noscript [lang=zh-TW]')).toContain('不會作成任何決定');
    await close();
  });
});
