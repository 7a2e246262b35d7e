import { expect, it } from 'vitest';
import type { Notice, Notices } from '../../../core/approval/ports.ts';

export type Inbox = { notices: Notices; receivedBy(approver: string): Promise<unknown[]> };

const link = (to: string): Notice => ({
  to,
  subject: '[high] payments: approval needed',
  text: `Decide: https://approve.example/a/1#${to}`,
  data: { incidentId: 'inc-1', kind: 'approval-request', link: `https://approve.example/a/1#${to}` },
});

/** What every way of telling people must do. `make` gives one to which exactly these approvers are subscribed. */
export const noticesContract = (make: (approvers: readonly string[]) => Promise<Inbox>): void => {
  it('gives each approver exactly their own link', async () => {
    const { notices, receivedBy } = await make(['alice', 'bob']);
    for (const to of ['alice', 'bob']) await notices.send(link(to));
    expect(await receivedBy('alice')).toEqual([link('alice')]);
    expect(await receivedBy('bob')).toEqual([link('bob')]);
  });

  it('gives what is for everybody to everybody', async () => {
    const { notices, receivedBy } = await make(['alice', 'bob']);
    const notice = { subject: 'resolved', text: 'Resolved.', data: { incidentId: 'inc-1', kind: 'resolved' } };
    await notices.send(notice);
    expect(await receivedBy('alice')).toEqual([notice]);
    expect(await receivedBy('bob')).toEqual([notice]);
  });

  it('reaches those who are subscribed', async () => {
    const { notices } = await make(['alice', 'bob']);
    expect(await notices.reachable(['bob', 'alice'])).toEqual(['bob', 'alice']);
    expect(await notices.reachable([])).toEqual([]);
  });
};
