import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { keys } from '../../core/incident/keys.ts';
import { summaryOf } from '../../local/cli/summary.ts';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import type { News } from '../../local/run/news.ts';
import { named, played } from '../support/played.ts';
import { watchedToTheEnd } from '../support/watched-to-the-end.ts';

const View = z.object({
  choices: z.array(z.object({ digest: z.string(), confirm: z.string().optional(), title: z.string().optional() })),
});

/** What the page of a link does when its reader picks the second choice and approves it. */
const approveSecond = async (link: string): Promise<string | undefined> => {
  const page = new URL(link);
  const token = page.hash.slice(1);
  page.hash = '';
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${page.href}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  const { digest, confirm } = View.parse(await post('view', { token })).choices[1] ?? {};
  await post('decision', { token, decision: 'approve', digest, confirm, rollbackConsent: true });
  return digest;
};

describe('an alternative that is chosen', () => {
  it('is what is executed, judged, taken back, reported and remembered', async () => {
    const clock = virtualClock(new Date('2026-03-02T02:00:00.000Z'));
    const memory = memoryTable(clock.now);
    let digest: Promise<string | undefined> | undefined;
    const tell = (news: News): void => {
      if (news.kind === 'link' && news.link.to === 'alice') {
        const { link } = news.link;
        digest ??= approveSecond(link).then(async (approved) => {
          await watchedToTheEnd(link);
          return approved;
        });
      }
    };
    const change = { decision: { kind: 'person' as const }, table: memory, clock, tell };
    const { document } = await played(named('eks-oomkilled'), change);
    // The smaller change is not enough for this load.
    expect(document.incident.status).toBe('rolled_back');
    expect(document.proposal).toMatchObject({
      digest: await digest,
      title: 'only the memory limit, by half',
      actions: [{ id: 'set-resources', after: { 'containers.app.limits.memory': '768Mi' } }],
      alternatives: [{ actions: [{ id: 'set-resources' }, { id: 'set-hpa-bounds' }], risk: 'low' }],
    });
    expect(document.journal.map(({ action, status, observed }) => [action, status, observed])).toEqual([
      ['set-resources', 'rolled_back', { 'containers.app.limits.memory': '768Mi' }],
      ['set-resources', 'succeeded', { 'containers.app.limits.memory': '512Mi' }],
    ]);
    expect(summaryOf(document)).toMatch(
      /^Change {5}~ Deployment "checkout\/payments-api" \{\n {15}~ containers\.app\.limits\.memory = "512Mi" -> "768Mi"$/m,
    );
    expect(summaryOf(document)).toContain('not chosen, risk low: set-resources, set-hpa-bounds');
    const { id } = document.incident;
    expect(await memory.table.get(keys.learnt('eks-oomkilled', id))).toMatchObject({
      body: { outcome: 'ineffective', status: 'rolled_back', option: { actions: ['set-resources'] } },
    });
    expect(await memory.table.get(keys.report(id))).toMatchObject({
      body: { report: expect.stringContaining('`containers.app.limits.memory` from `512Mi` to `768Mi`') },
    });
    expect(document.audit).toMatchObject({ verified: true });
  });
});
