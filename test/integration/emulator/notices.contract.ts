import { expect, it } from 'vitest';
import type { Notice, Notices, Recipient } from '../../../core/approval/ports.ts';

export type Inbox = { notices: Notices; receivedBy(to: Recipient): Promise<unknown[]> };

const alice = { approver: 'alice' };
const bob = { approver: 'bob' };
const chat: Recipient = { audience: 'chat' };
const machine: Recipient = { audience: 'machine' };

const link = (approver: string): Notice => ({
  to: { approver },
  subject: '[high] payments: Approval needed',
  text: `Decide: https://approve.example/a/1#${approver}`,
  data: { incidentId: 'inc-1', kind: 'approval-request', link: `https://approve.example/a/1#${approver}` },
});
const status = (to: Recipient): Notice => ({
  to,
  subject: 'resolved',
  text: 'Resolved.',
  data: { incidentId: 'inc-1', kind: 'resolved' },
});

/** What every way of telling people must do. `make` gives one to which exactly these are subscribed, each to their own. */
export const noticesContract = (make: (recipients: readonly Recipient[]) => Promise<Inbox>): void => {
  it('gives each approver exactly their own link, and nobody else any', async () => {
    const { notices, receivedBy } = await make([alice, bob, chat, machine]);
    for (const to of ['alice', 'bob']) await notices.send(link(to));
    expect(await receivedBy(alice)).toEqual([link('alice')]);
    expect(await receivedBy(bob)).toEqual([link('bob')]);
    expect(await receivedBy(chat)).toEqual([]);
    expect(await receivedBy(machine)).toEqual([]);
  });

  it('gives a program the notices to programs, and a channel those to channels as its chat service wants them', async () => {
    const { notices, receivedBy } = await make([alice, chat, machine]);
    const notification = { version: '1.0', source: 'custom', content: { description: 'Resolved.' } };
    await notices.send({ ...status(chat), data: notification });
    await notices.send(status(machine));
    expect(await receivedBy(chat)).toEqual([notification]);
    expect(await receivedBy(machine)).toEqual([status(machine)]);
    expect(await receivedBy(alice)).toEqual([]);
  });

  it('reaches those who are subscribed, by subscriptions that get no link of others', async () => {
    const { notices } = await make([alice, bob, chat, machine]);
    expect(await notices.reach(['bob', 'alice'])).toEqual({
      reachable: ['bob', 'alice'],
      unauthenticated: [],
      unsafe: [],
    });
    expect(await notices.reach([])).toMatchObject({ reachable: [], unsafe: [] });
  });
};
