import { describe, expect, it } from 'vitest';
import type { Notice, Notices } from '../../../../core/approval/ports.ts';
import type { Inbox } from '../../../../local/endpoint/inbox.ts';
import { receivedNotices } from '../../../../local/endpoint/notices.ts';
import type { ApprovalLink } from '../../../../local/ports/notices.ts';

const link = 'https://approve.example/a/1#token';
const request: Notice = {
  to: { approver: 'alice' },
  subject: 'approval needed',
  text: `Decide: ${link}`,
  data: { incidentId: 'inc-1', kind: 'approval-request', link },
};

/** A port that delivers each notice to these people, whoever it is for. */
const delivering = (...people: string[]) => {
  const waiting = new Map(people.map((person): [string, Notice[]] => [person, []]));
  const port: Notices = {
    send: async (notice) => {
      for (const inbox of waiting.values()) inbox.push(notice);
    },
    reach: async () => ({ reachable: [...waiting.keys()], unauthenticated: [], unsafe: [] }),
  };
  const inbox = (approver: string): Inbox => ({
    approver,
    receive: async () => waiting.get(approver)?.splice(0) ?? [],
  });
  const links: ApprovalLink[] = [];
  const notices = receivedNotices(port, ['alice', 'bob'].map(inbox), (one) => void links.push(one));
  return { notices, links };
};

describe('notices that are received', () => {
  it('hand on the link that was in the inbox of whom it is for', async () => {
    const { notices, links } = delivering('alice');
    await notices.send(request);
    expect(links).toEqual([{ to: 'alice', incidentId: 'inc-1', kind: 'approval-request', link }]);
    expect(notices.sent).toEqual([request]);
  });

  it('hand on nothing that did not arrive', async () => {
    const { notices, links } = delivering();
    await notices.send(request);
    expect(links).toEqual([]);
    expect(notices.sent).toEqual([]);
  });

  it('hear nothing of what goes to a channel', async () => {
    const { notices } = delivering('alice');
    await notices.send({ ...request, to: { audience: 'chat' } });
    expect(notices.sent).toEqual([]);
  });

  it('throw when somebody received a notice to somebody else', async () => {
    const { notices, links } = delivering('bob');
    await notices.send(request);
    await expect(notices.send({ ...request, to: { approver: 'bob' } })).rejects.toThrow('gave bob a notice to alice');
    expect(links).toEqual([]);
  });
});
