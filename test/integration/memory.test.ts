import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { virtualClock } from '../../local/engine/clock.ts';
import { memoryTable } from '../../local/engine/memory-table.ts';
import type { News } from '../../local/run/news.ts';
import { named, played } from '../support/played.ts';

const View = z.object({
  choices: z.array(
    z.object({
      title: z.string().optional(),
      record: z.string().optional(),
      risk: z.object({ factors: z.array(z.string()) }),
    }),
  ),
  similar: z.array(z.object({ id: z.string(), sameResource: z.boolean(), outcome: z.string() })),
});

/** What the page of a link is told. */
const viewOf = async (link: string) => {
  const page = new URL(link);
  const token = page.hash.slice(1);
  page.hash = '';
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const response = await fetch(`${page.href}/view`, { method: 'POST', headers, body: JSON.stringify({ token }) });
  return View.parse(await response.json());
};

describe('an alarm that comes back after a change that did not help', () => {
  it('leads to the alternative first, and the page says what did not help, when, and in which incident', async () => {
    const clock = virtualClock(new Date('2026-03-02T02:00:00.000Z'));
    const table = memoryTable(clock.now);
    const views: ReturnType<typeof viewOf>[] = [];
    const tell = (news: News): void => {
      if (news.kind === 'link' && news.link.to === 'alice') views.push(viewOf(news.link.link));
    };
    const first = await played(named('fix-ineffective'), { table, clock, tell });
    const second = await played(named('fix-ineffective'), { table, clock, tell });
    expect(first.document.proposal).toMatchObject({ actions: [{ id: 'set-resources' }, { id: 'set-hpa-bounds' }] });
    expect(second.document.proposal).toMatchObject({
      title: 'only the memory limit, by half',
      actions: [{ id: 'set-resources', after: { 'containers.app.limits.memory': '768Mi' } }],
    });
    const [before, after] = await Promise.all(views);
    expect(before?.similar).toEqual([]);
    expect(before?.choices.map(({ record }) => record)).toEqual([undefined, undefined]);
    expect(after?.similar).toEqual([{ id: first.document.incident.id, sameResource: true, outcome: 'did not help' }]);
    expect(after?.choices).toMatchObject([
      { title: 'only the memory limit, by half', record: '1 similar, 0 fixed by this' },
      {
        record: '1 similar, 0 fixed by this, 1 not',
        risk: { factors: expect.arrayContaining(['did not help here on 2026-03-02']) },
      },
    ]);
    const { history } = second.document.incident;
    expect(history.map(({ status }) => status)).toContain('proposed');
    expect(second.document.audit).toMatchObject({ verified: true });
  });
});
