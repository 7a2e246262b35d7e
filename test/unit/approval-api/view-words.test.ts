import { describe, expect, it } from 'vitest';
import type { View } from '../../../core/approval/page/view/view.ts';
import { Roster } from '../../../core/policy/roster.ts';
import { pageWorld } from '../../support/approval-page.ts';
import { policyLayer } from '../../support/policy.ts';

describe('the words of the view', () => {
  const inChinese = policyLayer({
    roster: Roster.parse({
      approvers: [
        { id: 'alice', name: 'Alice', role: 'analyst', language: 'zh-TW' },
        { id: 'bob', name: 'Bob', role: 'admin', language: 'xx' },
      ],
    }),
  });
  const asked = async (world: Awaited<ReturnType<typeof pageWorld>>, person: string, words?: boolean): Promise<View> =>
    JSON.parse((await world.post('view', { token: await world.token(person), words })).body);

  it('come in the language of the person when they are asked for, and else not', async () => {
    const world = await pageWorld({ deps: { policy: inChinese } });
    const first = await asked(world, 'alice', true);
    expect([first.language, first.words?.reject]).toEqual(['zh-TW', '拒絕']);
    expect((await asked(world, 'alice')).words).toBeUndefined();
  });

  it('fall back to English together with their tag', async () => {
    const shown = await asked(await pageWorld({ deps: { policy: inChinese } }), 'bob', true);
    expect([shown.language, shown.words?.reject]).toEqual(['en', 'Reject']);
  });
});
