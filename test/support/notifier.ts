import type { Notice, Notices, Reach } from '../../core/approval/ports.ts';
import { createHandler, type Deps } from '../../functions/notifier/handler.ts';
import { request } from './approval.ts';
import { stepEvent } from './incident.ts';
import { policyLayer } from './policy.ts';
import { type World, world } from './world.ts';

export const { approvalId } = request();
export const run = async (w: World, deps: Partial<Deps> = {}) =>
  createHandler({ ...w.deps, ...deps })(stepEvent(await w.read()));
export const pending = request({ status: 'pending', version: 0 });

/** Notices of which only these people can be sent any. */
export const reaching = (reach: Partial<Reach>, send: Notices['send'] = async () => {}): Notices => ({
  send,
  reach: async () => ({ reachable: [], unauthenticated: [], unsafe: [], ...reach }),
});
export const linked = (w: World): readonly Notice[] => w.deps.notices.sent.filter(({ data }) => 'link' in data);
export const to = (w: World, approver: string): Notice | undefined =>
  w.deps.notices.sent.findLast((notice) => 'approver' in notice.to && notice.to.approver === approver);
export const audience = (w: World, name: string): Notice | undefined =>
  w.deps.notices.sent.findLast((notice) => 'audience' in notice.to && notice.to.audience === name);
export const again: Partial<Deps> = { once: async (_key, effect) => effect() };

export const proposed = async () => {
  const w = await world({
    incident: { status: 'proposed' },
    decisions: [],
    request: { ...pending, approvalId: 'e'.repeat(32) },
  });
  return w;
};
export const onlyPeople = policyLayer({
  decide: ({ principal }) => ({ allowed: principal.role !== 'viewer', because: [] }),
});
