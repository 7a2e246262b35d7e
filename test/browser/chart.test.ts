import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '../../core/incident/keys.ts';
import { openedPages, phone } from '../support/approval-browser.ts';
import { violations, width } from '../support/page-checks.ts';
import { evidence, pageWorld } from '../support/approval-page.ts';
import { browserPath, launchChromium } from '../support/chromium.ts';
import { chart, judged } from '../support/chart.ts';
import { alarm, later } from '../support/incident.ts';

const path = browserPath('the charts of the approval page were not tried in a browser');

const evil = `<img src=x onerror=alert(1)></title>${'W'.repeat(200)}`;
const [signal] = evidence.signals;
const more = [
  { kind: 'change' as const, fact: 'resource_changed', summary: `a rollout ${evil}` },
  { kind: 'log' as const, fact: 'log_error', summary: `7 x, new since the onset: ERROR ${evil}` },
].flatMap((one, n) =>
  signal === undefined ? [] : [{ ...signal, ...one, id: `S${n + 3}`, time: later(-400).toISOString() }],
);
const pack = { ...evidence, onset: later(-300).toISOString(), signals: [...evidence.signals, ...more] };
const verified = {
  outcome: 'verified',
  before: { p99: 1840 },
  after: { p99: 143 },
  alarm: 'OK',
  checks: [{ id: 'p99', before: 1840, after: 143, comparison: 'below', threshold: 200, verdict: 'met' }],
};

const budget = {
  kind: 'known',
  objective: 99.9,
  days: 30,
  remainingPercent: -12.5,
  remainingMinutes: -5.4,
  budgetMinutes: 43.2,
  countedHours: 100,
  windowHours: 720,
};

const charted = async () => {
  const world = await pageWorld({ evidence: pack, incident: { status: 'executed' } });
  const { incidentId } = world.request;
  await world.deps.table.transact([
    { kind: 'create', item: { ...keys.chart(incidentId), body: chart({ of: evil }) } },
    { kind: 'create', item: { ...keys.validation(incidentId), body: verified } },
    { kind: 'create', item: { ...keys.judged(incidentId), body: judged } },
    { kind: 'create', item: { ...keys.budget(incidentId), body: budget } },
  ]);
  await world.move({ to: 'resolved', by: 'validator' });
  return world;
};

describe.skipIf(path === undefined)('the charts of the approval page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(path ?? '');
  });
  afterAll(() => browser.close());

  it('show the metric with what happened and the change before and after, on a phone, by day and by night', async () => {
    const { tab, close, complaints } = await openedPages(browser, await charted());
    const page = await tab();
    const main = page.locator('#chart svg');
    expect(await main.locator('.mark').allTextContents()).toEqual(['onset', 'alarm', 'change', '1']);
    expect(await page.locator('.signs li').allInnerTexts()).toEqual([expect.stringContaining('a rollout <img')]);
    expect(await page.locator('#after-0 svg .mark').allTextContents()).toEqual(['change']);
    expect(await page.locator('.logs pre').allInnerTexts()).toEqual([expect.stringMatching(/^ERROR <img/)]);
    expect(await page.getByRole('img', { name: /^pod_memory_utilization_over_pod_limit/ }).count()).toBe(1);

    expect(await page.locator('#budget-card').innerText()).toMatch(
      /used up: 112\.5 % of it -5\.4 of 43\.2 minutes\s+Requests were counted in 100 of 720 hours only\.\s+Objective: 99\.9 % good over 30 days\./,
    );
    for (const one of await page.locator('summary').all()) await one.click();
    expect(await page.locator('#chart-values').innerText()).toContain('97 %');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await width(page)).toBe(phone.viewport.width);
    }
    // The parts that are of every page are looked at in its own test.
    expect(await violations(page, { parts: ['#chart', '#budget-card', '.logs'] })).toEqual([]);
    // Drawn for the width it has: its text stays as large as the text around it.
    const scale = () =>
      main.evaluate((svg) => svg.getBoundingClientRect().width / Number(svg.getAttribute('viewBox')?.split(' ')[2]));
    expect(await scale()).toBeCloseTo(1, 1);
    await page.setViewportSize({ width: 740, height: 360 });
    await expect.poll(scale).toBeCloseTo(1, 1);
    expect(await page.locator('main img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  }, 60_000);

  it('say so where the metric could not be read', async () => {
    const { tab, close } = await openedPages(browser, await pageWorld());
    const page = await tab();
    expect(await page.innerText('section[aria-labelledby=metric]')).toContain(
      'the metric of the alarm could not be read',
    );
    expect(await page.locator('main svg').count()).toBe(0);
    await close();
  });

  it('are left out for a finding, which has no metric', async () => {
    const world = await pageWorld({ incident: { alarm: { ...alarm, kind: 'runtime' } } });
    const { tab, close } = await openedPages(browser, world);
    const page = await tab();
    expect(await page.locator('section[aria-labelledby=metric]').count()).toBe(0);
    await close();
  });
});
